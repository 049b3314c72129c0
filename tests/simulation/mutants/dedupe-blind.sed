# file: src/apply/remove.cpp
# A duplicate is removed without looking whether a settled one stands beside it.
s/if \(target->ownership\.settled \|\| !other\)/if (false \&\& other)/
