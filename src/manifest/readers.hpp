#pragma once
#include "manifest/node.hpp"
#include "manifest/yaml_parts.hpp"

/// Text -> document tree. Two readers, one tree.
namespace cerec::manifest {

/// YAML by yaml-cpp's events: anchors, aliases and merge keys expanded within limits, null documents left
/// out.
[[nodiscard]] Document read_yaml(const Scope& scope, const Limits& limits);

/// The documents of one piece, as they are within the whole; nullopt: it has a fault, and what is to be told
/// of it only the whole can say. Its own share of the limits is nobody's: see Document::nodes.
[[nodiscard]] std::optional<Document> read_yaml_piece(const Scope& scope, const Limits& limits,
                                                      const Piece& piece);

/// Strict JSON. Reads on after a fault that has an obvious repair, so that one slip hides no other.
[[nodiscard]] Document read_json(const Scope& scope, const Limits& limits);

/// True if the source is to be read as JSON: by its name, or by what it starts with.
[[nodiscard]] bool looks_like_json(const base::SourceFile& source);

/// False: not UTF-8, or with control characters.
[[nodiscard]] bool is_clean_text(std::string_view text);

/// The right reader for the source, after the checks of its size and bytes. For sources that are no manifest
/// too (cerec.yaml).
[[nodiscard]] Document read_document(const Scope& scope, const Limits& limits);

} // namespace cerec::manifest
