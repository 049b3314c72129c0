# file: src/plan/equality.cpp
# seeds: 1500
# A change is carried out whatever its fields have become since it was reviewed.
s/if \(const std::string field = different_field\(reviewed\.fields, now\.fields\); !field\.empty\(\)\)/if (const std::string field; !field.empty())/
