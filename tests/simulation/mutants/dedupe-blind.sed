# file: src/apply/dedupe.cpp
# seeds: 3000
# A duplicate is removed without looking whether it is the settled one, or whether a settled one stands beside it.
s/if \(target && each\.ownership\.settled\)/if (target \&\& each.id < 0)/
s/^  if \(!settled && !winner_is_let_go\(\)\) \{$/  if (false) {/
