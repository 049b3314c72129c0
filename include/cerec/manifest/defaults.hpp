#pragma once
#include "cerec/manifest/project.hpp"

#include <functional>
#include <string_view>

namespace cerec::manifest {

/// The defaults of an environment laid over the project's: tags of both, keys of the environment first.
[[nodiscard]] ProjectFile::Defaults overlay_defaults(ProjectFile::Defaults defaults,
                                                     const ProjectFile::Defaults& environment);

/// What is asked of the catalogue.
struct ElementFacts {
  /// The key of an element that a manifest names by its id; as stated, if nobody knows it.
  std::function<std::string(const model::ElementRef& element)> key_of;
  /// True if the element has this configuration key.
  std::function<bool(const model::ElementRef& element, std::string_view key)> declares;
};

/// Fills in what instances leave out. What an instance states itself wins, `null` too; then `by_element`,
/// then `configuration`, which reaches only elements that declare the key. Tags are added.
void apply_defaults(std::vector<ManifestFile>& files, const ProjectFile::Defaults& defaults,
                    const ElementFacts& elements);

} // namespace cerec::manifest
