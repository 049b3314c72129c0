# file: src/api/reading.cpp
# seeds: 200
# Paging stops after the first page, and what was read counts as complete.
s/if \(token_\.empty\(\) \|\| last_page_size_ == 0 \|\| complete\)/if (pages_ > 0)\n    return Next::done;\n  if (complete)/
s/return total_ \|\| single_page_with_room \?/return total_ || !single_page_with_room || single_page_with_room ?/
