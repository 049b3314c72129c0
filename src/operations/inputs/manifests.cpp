#include "operations/inputs/manifests.hpp"

#include "cerec/base/path.hpp"
#include "cerec/base/text.hpp"
#include "cerec/catalogue/catalogue.hpp"
#include "cerec/config/confined_files.hpp"
#include "cerec/crypto/hash.hpp"
#include "cerec/manifest/defaults.hpp"
#include "operations/inputs/sinks.hpp"

#include <algorithm>

namespace cerec::operations {
namespace {

/// The key under which the catalogue has an element.
std::string key_of(const model::ElementRef& reference) {
  const catalogue::Element* element = reference.key.empty() ? catalogue::find_element(reference.id) : nullptr;
  return element != nullptr ? element->key : reference.key;
}

/// The folder that a glob searches; a path without wildcards as it is.
std::string before_glob(const std::string& path) {
  const size_t wild = path.find_first_of("*?[");
  return wild == std::string::npos ? path : path.substr(0, std::max<size_t>(path.rfind('/', wild), 1));
}

/// Lays the project's defaults under the manifests: what a manifest says itself wins.
void apply_defaults(std::vector<manifest::ManifestFile>& files, const config::Project& project) {
  if (!project.file)
    return;
  manifest::ProjectFile::Defaults defaults = project.file->defaults;
  if (const auto* overlay = project.overlay())
    defaults = manifest::overlay_defaults(std::move(defaults), overlay->defaults);
  manifest::apply_defaults(files, defaults, {key_of, catalogue::declares});
}

} // namespace

ManifestPaths manifest_paths(const config::Workspace& workspace, io::Environment& environment,
                             const config::Project& project, const std::vector<std::string>& flags) {
  std::vector<std::string> paths;
  if (!flags.empty()) {
    for (const std::string& path : flags)
      paths.push_back(workspace.at(path));
    return {std::move(paths), true};
  }
  if (const auto variable = environment.get("CEREC_MANIFESTS"); variable && !variable->empty()) {
    for (const std::string_view path : base::split(*variable, ':'))
      if (!path.empty())
        paths.push_back(workspace.at(std::string(path)));
    return {std::move(paths), true};
  }
  return {project.manifests(), false};
}

std::vector<model::ManifestDigest> manifest_digests(const config::Workspace& workspace, io::Files& files,
                                                    const config::Project& project,
                                                    const std::vector<manifest::ManifestFile>& manifests) {
  const std::string start = files.real_path(".").value_or("/");
  const std::string folder = base::absolute_path(start, project.folder);
  const std::string directory = workspace.directory.value_or("");
  const auto bound = [&](const std::string& name) {
    if (name == "<stdin>")
      return name;
    const auto spelled_below = [&](const std::string& above) {
      return !above.empty() && name.starts_with(above.back() == '/' ? above : above + "/");
    };
    const std::string whole = base::absolute_path(start, name);
    const std::string inside = base::relative_path(folder, whole);
    const bool from_root =
        name.starts_with('/') && !spelled_below(project.folder) && !spelled_below(directory);
    return from_root && inside.starts_with("../") ? whole : inside;
  };
  std::vector<model::ManifestDigest> digests;
  digests.reserve(manifests.size());
  for (const manifest::ManifestFile& file : manifests)
    digests.push_back({bound(file.source->name), crypto::sha256_hex(file.source->text)});
  std::sort(digests.begin(), digests.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return digests;
}

config::Trust manifest_trust(const config::Workspace& workspace, io::Files& files,
                             const config::Project& project, const ManifestPaths& paths) {
  config::Trust trust = project.trust;
  if (!paths.by_operator)
    return trust;
  const auto here = files.real_path(workspace.at("."));
  if (here && *here != "/")
    trust.open(*here);
  const auto start = files.real_path("."); // the paths hold what -C says already
  for (const std::string& path : paths.paths) {
    const std::string named = base::absolute_path(start ? *start : "/", path);
    if (path != "-" && !trust.names_own(named))
      trust.open(before_glob(named));
  }
  return trust;
}

std::vector<manifest::ManifestFile> load_manifests(const config::Workspace& workspace, const Ports& ports,
                                                   const config::Project& project, const ManifestPaths& named,
                                                   base::Diagnostics& diagnostics) {
  const std::vector<std::string>& paths = named.paths;
  if (paths.empty()) {
    diagnostics.error(
        "no-manifests", {}, "no manifests were named",
        "use -f PATH (file, folder, glob or -), CEREC_MANIFESTS, or `manifests:` in cerec.yaml");
    return {};
  }
  const bool from_stdin = std::find(paths.begin(), paths.end(), "-") != paths.end();
  if (from_stdin && ports.in.in_is_tty()) {
    diagnostics.error("no-manifests", {}, "-f - reads manifests from stdin, and stdin is a terminal",
                      "pipe a manifest in, or name a file");
    return {};
  }
  const config::Trust trust = manifest_trust(workspace, ports.files, project, named);
  config::ConfinedFiles confined(ports.files, trust);
  auto files = manifest::load(paths, confined, ports.in, {}, diagnostics);
  apply_defaults(files, project);
  for (manifest::ManifestFile& file : files)
    for (manifest::ManifestInstance& instance : file.instances)
      instance.sinks = at_folder(std::move(instance.sinks), project.folder);
  catalogue::validate(files, diagnostics);
  judge_token_names(project, files, ports, diagnostics);
  return files;
}

} // namespace cerec::operations
