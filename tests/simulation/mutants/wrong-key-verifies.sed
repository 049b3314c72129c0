# file: src/plan/field_diff.cpp
# seeds: 1500
# A secret whose record was made with an unknown key counts as verified.
s/^      unverified\(path, print_ == nullptr \? why_no_print_ : k_not_recorded\);/      if (print_ != nullptr) unverified(path, k_not_recorded);/
