# file: src/apply/remove.cpp
# seeds: 3000
# A duplicate is removed without looking whether a settled one stands beside it.
s/if \(target->ownership\.settled \|\| !other\)/if (false \&\& other)/
