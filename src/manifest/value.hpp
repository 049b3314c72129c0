#pragma once
#include "manifest/node.hpp"

#include <map>

namespace cerec::manifest {

/// The value of a configuration entry; faults of its templates are reported.
[[nodiscard]] TemplateValue read_value(const Scope& scope, const Node& key, const Node& value);

/// Canonical JSON of a node: members sorted by bytes, no blanks, numbers as written. Of repeated keys the
/// first.
[[nodiscard]] std::string canonical_json(const Node& node);

/// `configuration`, or a part of cerec.yaml that has its shape. Reports repeated keys, lists, placeholders.
[[nodiscard]] std::map<std::string, TemplateValue> read_configuration(const Scope& scope, const Node& node);

/// Reports keys that a mapping states twice, at every depth, citing both places.
void check_repeated_keys(const Scope& scope, const Node& node);

} // namespace cerec::manifest
