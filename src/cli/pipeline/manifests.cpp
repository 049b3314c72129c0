#include "cli/pipeline/manifests.hpp"

#include "cerec/base/text.hpp"
#include "cerec/catalogue/catalogue.hpp"

#include <algorithm>

namespace cerec::cli {
namespace {

using Defaults = manifest::ProjectFile::Defaults;

void add_tags(manifest::ManifestInstance& instance, const std::vector<std::string>& tags) {
  if (tags.empty())
    return;
  if (!instance.tags)
    instance.tags.emplace();
  for (const std::string& tag : tags)
    if (std::find(instance.tags->begin(), instance.tags->end(), tag) == instance.tags->end()) {
      instance.tags->push_back(tag);
      instance.tag_spans.emplace_back();
    }
}

/// Common defaults reach an instance only where its element declares the key: a key that the element does not
/// know would be noise at best.
void add_configuration(manifest::ManifestInstance& instance, const Defaults& defaults) {
  const catalogue::Element* element = instance.element.key.empty()
                                          ? catalogue::find_element(instance.element.id)
                                          : catalogue::find_element(instance.element.key);
  const std::string key = element != nullptr ? element->key : instance.element.key;
  if (const auto found = defaults.by_element.find(key); found != defaults.by_element.end())
    for (const auto& [name, value] : found->second)
      instance.configuration.emplace(name, value);
  for (const auto& [name, value] : defaults.configuration)
    if (element != nullptr && element->find(name) != nullptr)
      instance.configuration.emplace(name, value);
}

} // namespace

std::vector<std::string> manifest_paths(const Context& context, const Project& project,
                                        const std::vector<std::string>& flags) {
  std::vector<std::string> paths;
  if (!flags.empty()) {
    for (const std::string& path : flags)
      paths.push_back(context.at(path));
    return paths;
  }
  if (const auto variable = context.system.environment.get("CEREC_MANIFESTS");
      variable && !variable->empty()) {
    for (const std::string_view path : base::split(*variable, ':'))
      if (!path.empty())
        paths.push_back(context.at(std::string(path)));
    return paths;
  }
  return project.manifests();
}

void apply_defaults(std::vector<manifest::ManifestFile>& files, const Project& project) {
  if (!project.file)
    return;
  std::vector<const Defaults*> layers; // the strongest first: emplace keeps what is there
  if (const auto* overlay = project.overlay())
    layers.push_back(&overlay->defaults);
  layers.push_back(&project.file->defaults);
  for (manifest::ManifestFile& file : files)
    for (manifest::ManifestInstance& instance : file.instances)
      for (const Defaults* defaults : layers) {
        add_tags(instance, defaults->tags);
        add_configuration(instance, *defaults);
      }
}

std::vector<manifest::ManifestFile> load_manifests(Context& context, const Project& project,
                                                   const std::vector<std::string>& paths) {
  base::Diagnostics& diagnostics = context.state.diagnostics;
  if (paths.empty()) {
    diagnostics.error(
        "no-manifests", {}, "no manifests were named",
        "use -f PATH (file, folder, glob or -), CEREC_MANIFESTS, or `manifests:` in cerec.yaml");
    return {};
  }
  const bool from_stdin = std::find(paths.begin(), paths.end(), "-") != paths.end();
  if (from_stdin && context.system.terminal.in_is_tty()) {
    diagnostics.error("no-manifests", {}, "-f - reads manifests from stdin, and stdin is a terminal",
                      "pipe a manifest in, or name a file");
    return {};
  }
  auto files = manifest::load(paths, context.system.files, context.system.terminal, {}, diagnostics);
  apply_defaults(files, project);
  catalogue::validate(files, diagnostics);
  return files;
}

} // namespace cerec::cli
