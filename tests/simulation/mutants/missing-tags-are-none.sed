# file: src/api/decode.cpp
# seeds: 2000
# An item of a listing without its tags is taken for an untagged instance.
s/if \(!shows_tags\(item\)\)/if (false)/
