#pragma once
#include "manifest/node.hpp"

#include <map>

/// Document tree -> canonical YAML.
namespace cerec::manifest {

/// Comments and empty lines of the source, attached to the entry (key or list item) they belong to. Entries
/// are known by the offset of their first byte.
struct Remarks {
  struct Entry {
    bool blank_before = false;
    std::vector<std::string> above; ///< comment lines, with their '#'
    std::string beside;
  };
  std::map<uint32_t, Entry> entries;
  [[nodiscard]] const Entry* find(const Node& node) const {
    const auto found = entries.find(node.place.offset);
    return found == entries.end() ? nullptr : &found->second;
  }
};

/// A scalar on one line: plain where YAML reads the same text back as a string, else in double quotes.
/// `in_flow`: within brackets, where more characters need quotes.
[[nodiscard]] std::string yaml_scalar(const Node& node, bool in_flow);

/// A whole document; ends with a newline.
[[nodiscard]] std::string write_yaml(const Node& root, const Remarks& remarks);

/// Pretty JSON, two blanks a level; ends with a newline.
[[nodiscard]] std::string write_json(const Node& root);

/// Instance members in their fixed order; other mappings as they are.
void order_members(Node& root);

} // namespace cerec::manifest
