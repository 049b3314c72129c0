#pragma once
#include "manifest/node.hpp"

namespace cerec::manifest {

/// The instances of a root or of a (nested) list; every fault of their shape is reported.
void read_instances(const Scope& scope, const Node& node, std::vector<ManifestInstance>& instances);

/// The `cerec:` block.
void read_cerec_block(const Scope& scope, const Node& node, ManifestInstance& instance);

/// A list of sinks: `- file`, or `- {type: file, path: tokens.json}`. Types and settings are checked by
/// apply.
[[nodiscard]] std::vector<model::SinkSpec> read_sinks(const Scope& scope, const Node& node);

/// A list of texts; `what` names it in messages.
[[nodiscard]] std::vector<std::string> read_texts(const Scope& scope, const Node& node,
                                                  std::string_view what);

/// true or false; reports anything else and gives `otherwise`.
[[nodiscard]] bool read_flag(const Scope& scope, const Member& member, bool otherwise);

/// "unknown field" with what was probably meant.
void report_unknown(const Scope& scope, const Node& key, const std::vector<std::string_view>& known,
                    std::string_view where);

} // namespace cerec::manifest
