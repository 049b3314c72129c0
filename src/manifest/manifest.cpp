#include "manifest/instance_reader.hpp"
#include "manifest/pieces.hpp"
#include "manifest/readers.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace cerec::manifest {

std::vector<Piece> pieces_of(const base::SourceFile& source) {
  if (source.text.size() <= k_piece || looks_like_json(source))
    return {{{0, source.text.size()}, 1}};
  return cut(source.text, k_piece);
}

PieceRead read_piece(const base::SourcePtr& source, const Piece& piece, const Limits& limits) {
  PieceRead read;
  const auto [begin, end] = piece.stretch;
  if (!is_clean_text(std::string_view(source->text).substr(begin, end - begin)))
    return read;
  // A count of its own: threads that share one would wait for each other at every span.
  const base::SourcePtr own(source.get(), [source](const base::SourceFile*) {});
  const Scope scope(own, read.diagnostics);
  auto document = read_yaml_piece(scope, limits, piece);
  if (!document)
    return read;
  for (Node& root : document->roots)
    read_instances(scope, std::exchange(root, {}), read.instances);
  read.nodes = document->nodes;
  read.alias_nodes = document->alias_nodes;
  read.intact = true;
  return read;
}

ManifestFile parse_whole(const base::SourcePtr& source, const Limits& limits,
                         base::Diagnostics& diagnostics) {
  ManifestFile file;
  file.source = source;
  base::Diagnostics found;
  const Scope scope(source, found);
  Document document = read_document(scope, limits);
  if (document.sound) {
    for (Node& root : document.roots)
      read_instances(scope, std::exchange(root, {}), file.instances);
    if (document.roots.empty() && document.whole)
      scope.diagnostics().warning("empty-file", {source, 1, 1, 1}, "this file holds no manifest");
  }
  found.sort();
  diagnostics.append(std::move(found));
  return file;
}

ManifestFile join(const base::SourcePtr& source, std::vector<PieceRead> pieces, const Limits& limits,
                  base::Diagnostics& diagnostics) {
  size_t nodes = 0, alias_nodes = 0, instances = 0;
  for (const PieceRead& piece : pieces) {
    nodes += piece.nodes;
    alias_nodes += piece.alias_nodes;
    instances += piece.instances.size();
  }
  const bool intact = std::all_of(pieces.begin(), pieces.end(), [](const auto& each) { return each.intact; });
  const bool within = source->text.size() <= limits.max_bytes && nodes <= limits.max_nodes &&
                      alias_nodes <= limits.max_alias_nodes;
  if (!intact || !within || instances == 0)
    return parse_whole(source, limits, diagnostics);
  ManifestFile file;
  file.source = source;
  file.instances.reserve(instances);
  base::Diagnostics found;
  for (PieceRead& piece : pieces) {
    std::move(piece.instances.begin(), piece.instances.end(), std::back_inserter(file.instances));
    found.append(std::move(piece.diagnostics));
    piece = {};
  }
  found.sort();
  diagnostics.append(std::move(found));
  return file;
}

ManifestFile parse(const base::SourcePtr& source, const Limits& limits, base::Diagnostics& diagnostics) {
  const std::vector<Piece> pieces = pieces_of(*source);
  if (pieces.size() == 1)
    return parse_whole(source, limits, diagnostics);
  std::vector<PieceRead> read;
  for (const Piece& piece : pieces)
    read.push_back(read_piece(source, piece, limits));
  return join(source, std::move(read), limits, diagnostics);
}

} // namespace cerec::manifest
