#include "cerec/manifest/manifest.hpp"

#include "manifest/instance_reader.hpp"
#include "manifest/readers.hpp"

#include <fmt/format.h>

namespace cerec::manifest {
namespace {

/// Instances of a root or of a (nested) list.
void collect(const Scope& scope, const Node& node, std::vector<ManifestInstance>& instances) {
  if (node.kind == Node::Kind::mapping) {
    instances.push_back(read_instance(scope, node));
  } else if (node.kind == Node::Kind::sequence) {
    for (const Node& item : node.items)
      collect(scope, item, instances);
  } else {
    scope.error("wrong-type", node, fmt::format("an instance is a mapping, not {}", kind_name(node)),
                "a manifest starts with 'element: {key: ...}'");
  }
}

} // namespace

ManifestFile parse(const base::SourcePtr& source, const Limits& limits, base::Diagnostics& diagnostics) {
  ManifestFile file;
  file.source = source;
  base::Diagnostics found;
  const Scope scope(source, found);
  const Document document = read_document(scope, limits);
  if (document.sound) {
    for (const Node& root : document.roots)
      collect(scope, root, file.instances);
    if (document.roots.empty() && document.whole)
      scope.diagnostics().warning("empty-file", {source, 1, 1, 1}, "this file holds no manifest");
  }
  found.sort();
  diagnostics.append(std::move(found));
  return file;
}

} // namespace cerec::manifest
