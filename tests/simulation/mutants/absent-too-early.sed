# file: src/apply/create.cpp
# seeds: 500
# One look that finds nothing is enough to post again.
s/result\.as_of >= deadline\(\) \? absent_for_good\(\)/true ? absent_for_good()/
