#pragma once
#include "cerec/config/project.hpp"
#include "cerec/manifest/manifest.hpp"
#include "cerec/operations/ports.hpp"

namespace cerec::operations {

/// The project's sinks, with their paths under the project's folder; the default is `.cerec/tokens.json`.
[[nodiscard]] std::vector<model::SinkSpec> token_sinks(const config::Project& project);
/// Sinks whose relative paths, stated or by default, start from `folder`.
[[nodiscard]] std::vector<model::SinkSpec> at_folder(std::vector<model::SinkSpec> sinks,
                                                     const std::string& folder);
/// What these sinks ask for and may not have; false if there is any.
[[nodiscard]] bool examine_sinks(const std::vector<model::SinkSpec>& sinks, const config::Trust& trust,
                                 base::Diagnostics& diagnostics);
/// Instances whose tokens would share a name in one file, and sinks that cannot share a file; before any
/// request, since the manifests alone tell it.
void judge_token_names(const config::Project& project, const std::vector<manifest::ManifestFile>& files,
                       const Ports& ports, base::Diagnostics& diagnostics);

} // namespace cerec::operations
