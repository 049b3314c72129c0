#pragma once
#include "cerec/manifest/load.hpp"
#include "cli/settings/project.hpp"

namespace cerec::cli {

/// What `-f` says, or CEREC_MANIFESTS (paths separated by colons), or the project file.
[[nodiscard]] std::vector<std::string> manifest_paths(const Context& context, const Project& project,
                                                      const std::vector<std::string>& flags);

/// Reads and checks the manifests without any request: parse, the project's defaults, the catalogue. Every
/// fault is in the state's diagnostics.
[[nodiscard]] std::vector<manifest::ManifestFile> load_manifests(Context& context, const Project& project,
                                                                 const std::vector<std::string>& paths);

/// Lays the project's defaults under the manifests: what a manifest says itself wins.
void apply_defaults(std::vector<manifest::ManifestFile>& files, const Project& project);

} // namespace cerec::cli
