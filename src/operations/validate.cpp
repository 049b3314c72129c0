#include "cerec/operations/validate.hpp"

#include "operations/inputs/gather.hpp"

namespace cerec::operations {

ValidateResult validate(const ValidateRequest& request, const Ports& ports) {
  ValidateResult result;
  const auto configuration = config::begin(request.workspace, setting_ports(ports), result.diagnostics);
  const config::Project& project = configuration.project;
  result.trust = project.trust;
  const auto paths = manifest_paths(request.workspace, ports.environment, project, request.manifests);
  const auto files = load_manifests(request.workspace, ports, project, paths, result.diagnostics);
  (void)examine_manifests(project, files, result.diagnostics);
  result.files = files.size();
  for (const manifest::ManifestFile& file : files)
    result.instances += file.instances.size();
  return result;
}

} // namespace cerec::operations
