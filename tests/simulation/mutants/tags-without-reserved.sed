# file: src/apply/update.cpp
# seeds: 100
# A PATCH replaces the tags without the reserved ones.
/^api::Patch WriteStep::patch\(\)/,/^}/ s/return patch;/patch.tags = tags ? *desired.tags : live.user_tags;\n  return patch;/
