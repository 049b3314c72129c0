# file: src/plan/plan_file_seal.cpp
# seeds: 1500
# A plan may be of any age, and of tomorrow.
s/return reasons;$/return {};/
