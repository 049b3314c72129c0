# file: src/plan/make_plan.cpp
# seeds: 2000
# A second instance beside the settled one is no change.
/^  void duplicates\(\)/,/^  }/s/if \(selection_\.covers\(\*duplicate\.live\)\)/if (false)/
