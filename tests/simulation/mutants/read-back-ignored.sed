# file: src/apply/read_back.cpp
# seeds: 600
# What the answer to the first POST shows of the tags is not looked at again.
s/if \(facts_\.posted_id == 0 \|\| facts_\.found_by_tag\)/if (true)/
