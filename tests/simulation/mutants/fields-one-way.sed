# file: src/plan/equality.cpp
# seeds: 1500
# Fields that were added since the review are not seen.
s/if \(field_at\(reviewed, now\.path\) == nullptr\)/if (false)/
