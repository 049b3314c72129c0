#pragma once
#include "cerec/manifest/load.hpp"
#include "cerec/model/plan.hpp"
#include "cli/settings/project.hpp"

namespace cerec::cli {

/// Paths of manifests, and who named them.
struct ManifestPaths {
  std::vector<std::string> paths;
  bool by_operator = false; ///< by a flag or a variable, not by the project file
};
/// What `-f` says, or CEREC_MANIFESTS (paths separated by colons), or the project file.
[[nodiscard]] ManifestPaths manifest_paths(const Context& context, const Project& project,
                                           const std::vector<std::string>& flags);
/// What may be read for them: the project's own places, and the folders that the operator names elsewhere. A
/// path inside the project counts as the project's, since a checkout may hold a link there.
[[nodiscard]] Trust manifest_trust(Context& context, const Project& project, const ManifestPaths& paths);

/// Reads and checks the manifests without any request: parse, the project's defaults, the catalogue. Every
/// fault is in the state's diagnostics.
[[nodiscard]] std::vector<manifest::ManifestFile> load_manifests(Context& context, const Project& project,
                                                                 const ManifestPaths& paths);

/// What a plan is bound to. Paths are those from the project's folder, however -C and -f spell them; a file
/// elsewhere that was named from the root keeps that name.
[[nodiscard]] std::vector<model::ManifestDigest>
manifest_digests(Context& context, const Project& project, const std::vector<manifest::ManifestFile>& files);

/// What the manifests (with the defaults laid under them) and the project's sinks ask for and may not have;
/// false if there is any.
[[nodiscard]] bool examine_manifests(Context& context, const Project& project,
                                     const std::vector<manifest::ManifestFile>& files);

/// Lays the project's defaults under the manifests: what a manifest says itself wins.
void apply_defaults(std::vector<manifest::ManifestFile>& files, const Project& project);

} // namespace cerec::cli
