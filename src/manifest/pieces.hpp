#pragma once
#include "cerec/base/diagnostic.hpp"
#include "cerec/manifest/manifest.hpp"
#include "manifest/yaml_parts.hpp"

/// A source read in pieces, side by side if the caller wishes. parse() reads them one after the other.
namespace cerec::manifest {

inline constexpr size_t k_piece = 64 * 1024; ///< bytes, at least

/// Pieces of a source: whole YAML documents. One piece if it is short, or JSON.
[[nodiscard]] std::vector<Piece> pieces_of(const base::SourceFile& source);

/// What one of several pieces holds.
struct PieceRead {
  std::vector<ManifestInstance> instances;
  base::Diagnostics diagnostics;
  size_t nodes = 0, alias_nodes = 0; ///< limits are of the whole file
  bool intact = false;               ///< false: its text has a fault, and nothing of this counts
};
[[nodiscard]] PieceRead read_piece(const base::SourcePtr& source, const Piece& piece, const Limits& limits);

/// What parse() gives, of all pieces in order. If one is not intact, or they break a limit together, the
/// whole source is read again: what is to be told of a fault depends on what stands before and behind it.
[[nodiscard]] ManifestFile join(const base::SourcePtr& source, std::vector<PieceRead> pieces,
                                const Limits& limits, base::Diagnostics& diagnostics);

/// What parse() gives, without cutting.
[[nodiscard]] ManifestFile parse_whole(const base::SourcePtr& source, const Limits& limits,
                                       base::Diagnostics& diagnostics);

} // namespace cerec::manifest
