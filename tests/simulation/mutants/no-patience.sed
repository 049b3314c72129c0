# file: src/apply/settle_rules.cpp
# seeds: 2500
# Two unsettled instances: the lowest id is settled without waiting for the other run's decision to show.
s/if \(!view\.patience_over\)/if (false)/
