#include "cerec/operations/format.hpp"

#include "cerec/base/text.hpp"
#include "cerec/config/confined_files.hpp"
#include "cerec/manifest/emit.hpp"
#include "operations/inputs/gather.hpp"

namespace cerec::operations {
namespace {

/// Faults of the text are diagnostics; the failure is one of writing.
base::Result<void> format_one(const FormatRequest& request, const manifest::ManifestFile& file,
                              io::Files& files, FormatResult& result) {
  const std::string& path = file.source->name;
  const auto formatted = manifest::format(file.source, result.diagnostics);
  if (!formatted) {
    if (!result.diagnostics.has_errors())
      result.diagnostics.error("not-formatted", {}, formatted.error().message, formatted.error().hint);
    return {};
  }
  const bool from_stdin = path == "<stdin>";
  if (from_stdin && !request.check)
    result.text = result.text.value_or("") + *formatted;
  if (*formatted == file.source->text)
    return {};
  result.changed.push_back(path);
  if (request.check || from_stdin)
    return {};
  const auto status = files.status(path);
  return files.write_atomic(path, *formatted, status ? status->mode & 0777 : 0644);
}

} // namespace

FormatResult format(const FormatRequest& request, const Ports& ports) {
  FormatResult result;
  const config::Project project =
      config::load_project(request.workspace, setting_ports(ports), result.diagnostics);
  result.trust = project.trust;
  const ManifestPaths named =
      manifest_paths(request.workspace, ports.environment, project, request.manifests);
  const config::Trust trust = manifest_trust(request.workspace, ports.files, project, named);
  config::ConfinedFiles confined(ports.files, trust);
  if (named.paths.empty())
    result.diagnostics.error("no-manifests", {}, "no manifests were named", "use -f PATH");
  // What a manifest says is validate's business: only its text counts here.
  base::Diagnostics content;
  const auto files = manifest::load(named.paths, confined, ports.in, {}, content);
  for (const base::Diagnostic& fault : content.items())
    if (!fault.span && fault.severity == base::Severity::error)
      result.diagnostics.add(fault); // a path that names nothing
  for (const manifest::ManifestFile& file : files)
    if (auto done = format_one(request, file, ports.files, result); !done) {
      result.failure = done.error();
      break;
    }
  return result;
}

} // namespace cerec::operations
