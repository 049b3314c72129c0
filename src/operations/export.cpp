#include "cerec/operations/export.hpp"

#include "cerec/base/path.hpp"
#include "cerec/base/text.hpp"
#include "cerec/config/written_files.hpp"
#include "operations/account/listing.hpp"
#include "operations/inputs/gather.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::operations {
namespace {

bool matches(const std::vector<std::string>& patterns, std::initializer_list<std::string> texts) {
  const auto fits = [&](const std::string& pattern) {
    return std::any_of(texts.begin(), texts.end(),
                       [&](const std::string& text) { return base::glob_match(pattern, text); });
  };
  return patterns.empty() || std::any_of(patterns.begin(), patterns.end(), fits);
}

bool is_selected(const ExportRequest& request, const std::string& stack, const model::LiveInstance& live) {
  const bool ours = live.ownership.stack == stack;
  const bool nobodys = !live.ownership.owned();
  if (!(ours && request.managed) && !(nobodys && request.unowned))
    return false;
  const std::string id = ours ? live.ownership.logical_id : model::derived_id(live.element.key, live.name);
  return matches(request.elements, {live.element.key}) &&
         matches(request.names, {live.name, live.element.key + "/" + id});
}

Step<std::vector<model::LiveInstance>> read_selected(const ExportRequest& request, Inputs& inputs,
                                                     const Ports& ports) {
  const std::string& stack = inputs.settings().stack;
  Connection connection(ports, inputs.settings(), inputs.known);
  auto listing = read_account(connection, ports, inputs.known, [&](const model::Listing& read) {
    std::vector<int64_t> ids;
    for (const model::LiveInstance& live : read.instances)
      if (!live.detailed && is_selected(request, stack, live))
        ids.push_back(live.id);
    return ids;
  });
  if (!listing)
    return tl::unexpected(listing.error());
  std::erase_if(listing->instances,
                [&](const model::LiveInstance& live) { return !is_selected(request, stack, live); });
  return std::move(listing->instances);
}

/// All of them, or none: an instance whose file exists is found before anything is written.
base::Result<void> write_files(const ExportRequest& request, const catalogue::Export& exported,
                               io::Files& files, ExportResult& result) {
  const auto path_of = [&](const catalogue::ExportedInstance& one) {
    return base::join_path(*request.folder, one.file_stem + ".yaml");
  };
  for (const catalogue::ExportedInstance& one : exported.instances)
    if (!request.overwrite && files.status(path_of(one)))
      return base::fail(fmt::format("{} exists", base::visible(path_of(one))), base::FailureKind::usage,
                        "pass --overwrite, or another --out-dir");
  config::WrittenFiles written(files, result.trust);
  for (const catalogue::ExportedInstance& one : exported.instances) {
    const std::string path = path_of(one);
    if (auto done = written.write_into(*request.folder, path, manifest::emit(one.manifest), 0644); !done)
      return done;
    result.files.push_back(path);
  }
  return {};
}

base::Result<void> list_secrets(const std::string& path, io::Files& files, ExportResult& result) {
  std::string lines;
  for (const catalogue::ExportedSecret& secret : result.secrets)
    lines += fmt::format("{}= # {} {}\n", secret.variable, base::visible(secret.address),
                         base::visible(secret.path.text()));
  result.secrets_listed = true;
  return config::WrittenFiles(files, result.trust).write(path, lines, 0600);
}

Step<std::monostate> run(const ExportRequest& request, const Ports& ports, ExportResult& result) {
  auto inputs = gather(request, {Needs::nothing}, ports, result);
  if (!inputs)
    return tl::unexpected(inputs.error());
  for (const auto* named : {&request.folder, &request.references}) // before the service is asked
    if (*named)
      if (auto fine = config::WrittenFiles(ports.files, result.trust).check(**named); !fine)
        return stop(fine.error());
  auto instances = read_selected(request, *inputs, ports);
  if (!instances)
    return tl::unexpected(instances.error());
  catalogue::Export exported =
      catalogue::export_instances(*instances, inputs->settings().stack, *inputs->key, inputs->known);
  result.warnings = std::move(exported.warnings);
  result.secrets = std::move(exported.secrets);
  if (request.folder)
    if (auto written = write_files(request, exported, ports.files, result); !written)
      return stop(written.error());
  if (!request.folder)
    for (const catalogue::ExportedInstance& one : exported.instances)
      result.stream += (result.stream.empty() ? "" : "---\n") + manifest::emit(one.manifest);
  result.instances = exported.instances.size();
  if (request.references)
    if (auto listed = list_secrets(*request.references, ports.files, result); !listed)
      return stop(listed.error());
  return std::monostate{};
}

} // namespace

ExportResult export_manifests(const ExportRequest& request, const Ports& ports) {
  ExportResult result;
  if (auto done = run(request, ports, result); !done)
    result.failure = done.error().failure;
  return result;
}

} // namespace cerec::operations
