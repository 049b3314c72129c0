#include "cerec/manifest/defaults.hpp"

#include <algorithm>

namespace cerec::manifest {
namespace {

void add_tags(ManifestInstance& instance, const std::vector<std::string>& tags) {
  if (tags.empty())
    return;
  if (!instance.tags)
    instance.tags.emplace();
  instance.tag_spans.resize(instance.tags->size());
  for (const std::string& tag : tags) {
    if (std::find(instance.tags->begin(), instance.tags->end(), tag) != instance.tags->end())
      continue;
    instance.tags->push_back(tag);
    instance.tag_spans.emplace_back();
  }
}

} // namespace

ProjectFile::Defaults overlay_defaults(ProjectFile::Defaults defaults,
                                       const ProjectFile::Defaults& environment) {
  for (const std::string& tag : environment.tags)
    if (std::find(defaults.tags.begin(), defaults.tags.end(), tag) == defaults.tags.end())
      defaults.tags.push_back(tag);
  for (const auto& [key, value] : environment.configuration)
    defaults.configuration.insert_or_assign(key, value);
  for (const auto& [element, configuration] : environment.by_element)
    for (const auto& [key, value] : configuration)
      defaults.by_element[element].insert_or_assign(key, value);
  return defaults;
}

void apply_defaults(std::vector<ManifestFile>& files, const ProjectFile::Defaults& defaults,
                    const ElementFacts& elements) {
  for (ManifestFile& file : files)
    for (ManifestInstance& instance : file.instances) {
      add_tags(instance, defaults.tags);
      const auto own = defaults.by_element.find(elements.key_of(instance.element));
      if (own != defaults.by_element.end())
        instance.configuration.insert(own->second.begin(), own->second.end());
      for (const auto& [key, value] : defaults.configuration)
        if (elements.declares(instance.element, key))
          instance.configuration.emplace(key, value);
    }
}

} // namespace cerec::manifest
