#pragma once
#include "cerec/config/project.hpp"
#include "cerec/manifest/load.hpp"
#include "cerec/model/plan.hpp"
#include "cerec/operations/ports.hpp"

namespace cerec::operations {

/// Paths of manifests, and who named them.
struct ManifestPaths {
  std::vector<std::string> paths;
  bool by_operator = false; ///< by a flag or a variable, not by the project file
};
/// What `-f` says, or CEREC_MANIFESTS (paths separated by colons), or the project file.
[[nodiscard]] ManifestPaths manifest_paths(const config::Workspace& workspace, io::Environment& environment,
                                           const config::Project& project,
                                           const std::vector<std::string>& flags);

/// What may be read for them: the project's own places, and the folders that the operator names elsewhere. A
/// path inside the project counts as the project's, since a checkout may hold a link there.
[[nodiscard]] config::Trust manifest_trust(const config::Workspace& workspace, io::Files& files,
                                           const config::Project& project, const ManifestPaths& paths);

/// Reads and checks the manifests without any request: parse, the project's defaults, the catalogue. Every
/// fault is a diagnostic.
[[nodiscard]] std::vector<manifest::ManifestFile>
load_manifests(const config::Workspace& workspace, const Ports& ports, const config::Project& project,
               const ManifestPaths& paths, base::Diagnostics& diagnostics);

/// What a plan is bound to. Paths are those from the project's folder, however -C and -f spell them; a file
/// elsewhere that was named from the root keeps that name.
[[nodiscard]] std::vector<model::ManifestDigest>
manifest_digests(const config::Workspace& workspace, io::Files& files, const config::Project& project,
                 const std::vector<manifest::ManifestFile>& manifests);

/// What the manifests (with the defaults laid under them) and the project's sinks ask for and may not have;
/// false if there is any.
[[nodiscard]] bool examine_manifests(const config::Project& project,
                                     const std::vector<manifest::ManifestFile>& files,
                                     base::Diagnostics& diagnostics);

} // namespace cerec::operations
