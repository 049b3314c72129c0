# file: src/plan/equality.cpp
# seeds: 1500
# A delete whose instance moved to another stack is called already applied.
s/if \(const model::LiveInstance\* live = fresh\.alive\(reviewed\.instance_id\)\) \{/if (const model::LiveInstance* live = nullptr) {/
