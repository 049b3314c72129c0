# file: src/apply/settle.cpp
# seeds: 100
# No final listing: whatever was posted counts as the settled one.
/^Command SettleStep::start\(\)/,/^}/ s/if \(facts_\.settled\)/if (facts_.instance.id != 0)/
