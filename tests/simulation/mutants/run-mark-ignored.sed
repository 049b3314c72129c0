# file: src/apply/settle_rules.cpp
# Every unsettled instance is taken for one's own, and removed beside a settled one.
s/instance\.ownership\.run == view\.nonce/!instance.ownership.settled/
