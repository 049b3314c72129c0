# file: src/plan/field_diff.cpp
# seeds: 1500
# What was recorded with the previous key is not verified with it.
s/return found == previous\.end\(\) \? nullptr : &\*found;/return nullptr;/
