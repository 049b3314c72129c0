# file: src/api/decode.cpp
# seeds: 2000
# An item of a listing without its tags is taken for an untagged instance.
s/if \(!item\.shows_tags\)/if (false)/
