# file: src/apply/update.cpp
# seeds: 1000
# A PATCH takes along only the tags that the manifest declares.
s/tags \? \*desired\.tags : live\.user_tags,/tags ? *desired.tags : std::vector<std::string>(),/
