#include "cli/pipeline/manifests.hpp"

#include "cerec/base/path.hpp"
#include "cerec/base/text.hpp"
#include "cerec/catalogue/catalogue.hpp"
#include "cerec/manifest/defaults.hpp"
#include "cli/pipeline/confined_files.hpp"
#include "cli/pipeline/sinks.hpp"

#include <algorithm>

namespace cerec::cli {
namespace {

/// The key under which the catalogue has an element.
std::string key_of(const model::ElementRef& reference) {
  const catalogue::Element* element = reference.key.empty() ? catalogue::find_element(reference.id) : nullptr;
  return element != nullptr ? element->key : reference.key;
}

/// Absolute, with `.` and `..` taken out of the text: what the user wrote, wherever links lead.
std::string without_dots(const std::string& folder, const std::string& path) {
  std::vector<std::string_view> parts;
  const std::string whole = base::join_path(folder, path);
  for (const std::string_view part : base::split(whole, '/')) {
    if (part == ".." && !parts.empty())
      parts.pop_back();
    else if (!part.empty() && part != "." && part != "..")
      parts.push_back(part);
  }
  std::string out;
  for (const std::string_view part : parts)
    out += "/" + std::string(part);
  return out.empty() ? "/" : out;
}

/// The folder that a glob searches; a path without wildcards as it is.
std::string before_glob(const std::string& path) {
  const size_t wild = path.find_first_of("*?[");
  return wild == std::string::npos ? path : path.substr(0, std::max<size_t>(path.rfind('/', wild), 1));
}

} // namespace

ManifestPaths manifest_paths(const Context& context, const Project& project,
                             const std::vector<std::string>& flags) {
  std::vector<std::string> paths;
  if (!flags.empty()) {
    for (const std::string& path : flags)
      paths.push_back(context.at(path));
    return {std::move(paths), true};
  }
  if (const auto variable = context.system.environment.get("CEREC_MANIFESTS");
      variable && !variable->empty()) {
    for (const std::string_view path : base::split(*variable, ':'))
      if (!path.empty())
        paths.push_back(context.at(std::string(path)));
    return {std::move(paths), true};
  }
  return {project.manifests(), false};
}

Trust manifest_trust(Context& context, const Project& project, const ManifestPaths& paths) {
  Trust trust = project.trust;
  if (!paths.by_operator)
    return trust;
  const auto here = context.system.files.real_path(context.at("."));
  if (here && *here != "/")
    trust.open(*here);
  const auto start = context.system.files.real_path("."); // the paths hold what -C says already
  for (const std::string& path : paths.paths) {
    const std::string named = without_dots(start ? *start : "/", path);
    if (path != "-" && !trust.names_own(named))
      trust.open(before_glob(named));
  }
  return trust;
}

void apply_defaults(std::vector<manifest::ManifestFile>& files, const Project& project) {
  if (!project.file)
    return;
  manifest::ProjectFile::Defaults defaults = project.file->defaults;
  if (const auto* overlay = project.overlay())
    defaults = manifest::overlay_defaults(std::move(defaults), overlay->defaults);
  manifest::apply_defaults(files, defaults, {key_of, catalogue::declares});
}

std::vector<manifest::ManifestFile> load_manifests(Context& context, const Project& project,
                                                   const ManifestPaths& named) {
  base::Diagnostics& diagnostics = context.state.diagnostics;
  const std::vector<std::string>& paths = named.paths;
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
  const Trust trust = manifest_trust(context, project, named);
  ConfinedFiles confined(context.system.files, trust);
  auto files = manifest::load(paths, confined, context.system.terminal, {}, diagnostics);
  apply_defaults(files, project);
  for (manifest::ManifestFile& file : files)
    for (manifest::ManifestInstance& instance : file.instances)
      instance.sinks = at_folder(std::move(instance.sinks), project.folder);
  catalogue::validate(files, diagnostics);
  return files;
}

} // namespace cerec::cli
