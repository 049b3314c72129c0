# file: src/apply/settle_rules.cpp
# seeds: 300
# A settled (published) instance loses against an unsettled one of a lower id.
s/^( *)if \(!sides\.settled\.empty\(\)\) \{/\1if (!sides.settled.empty() \&\& (sides.mine.empty() || sides.settled.front() < sides.mine.front())) {/
