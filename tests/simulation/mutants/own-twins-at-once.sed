# file: src/apply/settle_rules.cpp
# Two posts of one run are settled without watching them like rivals.
s/if \(sides\.mine\.size\(\) \+ sides\.others\.size\(\) == 1\)/if (sides.others.empty() || sides.mine.size() + sides.others.size() == 1)/
