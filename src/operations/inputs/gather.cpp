#include "operations/inputs/gather.hpp"

#include "cerec/catalogue/catalogue.hpp"
#include "cerec/config/written_files.hpp"

namespace cerec::operations {
namespace {

/// Declarations alone if nothing may be read: because the operation does not need it, or the project asked
/// for too much.
void resolve_compared(Inputs& inputs, const Gathering& gathering, const Ports& ports,
                      base::Diagnostics& diagnostics) {
  inputs.resolver = std::make_shared<secret::Resolver>(
      secret::Ports{ports.environment, ports.files, ports.processes}, inputs.project().folder);
  const api::Account& account = inputs.settings().account;
  if (!inputs.project().trust.grants().all)
    inputs.resolver->refuse({account.user, account.organization});
  const bool reads = gathering.needs == Needs::manifests && inputs.configuration.fine;
  inputs.desired = secret::resolve(inputs.files, *inputs.resolver, catalogue::is_secret, diagnostics,
                                   reads ? secret::Extent::compared : secret::Extent::declared,
                                   plan::selection_of(gathering.selected, inputs.settings().stack));
  know_secrets(inputs);
}

/// The files that the result goes to are judged before anything is asked of the service.
Step<std::monostate> require_writable(const Common& common, const Ports& ports, Ended& ended) {
  const config::WrittenFiles files(ports.files, ended.trust);
  for (const std::string& path : common.result_files)
    if (auto fine = files.check(path); !fine) {
      ended.unwritable = path;
      return stop(fine.error());
    }
  return std::monostate{};
}

} // namespace

config::SettingPorts setting_ports(const Ports& ports) {
  return {ports.environment, ports.files, ports.processes};
}

Step<Inputs> gather(const Common& common, const Gathering& gathering, const Ports& ports, Ended& ended) {
  base::Diagnostics& diagnostics = ended.diagnostics;
  Inputs inputs;
  inputs.configuration = config::begin(common.workspace, setting_ports(ports), diagnostics);
  const config::Project& project = inputs.project();
  ended.trust = project.trust;
  if (gathering.needs != Needs::nothing)
    inputs.files = load_manifests(
        common.workspace, ports, project,
        manifest_paths(common.workspace, ports.environment, project, gathering.manifests), diagnostics);
  inputs.configuration.fine =
      examine_manifests(project, inputs.files, diagnostics) && inputs.configuration.fine;
  config::finish(inputs.configuration, common.workspace, setting_ports(ports), inputs.known, diagnostics);
  require_account(inputs.settings(), diagnostics);
  // Unset references are reported together with all other faults.
  if (gathering.needs != Needs::nothing)
    resolve_compared(inputs, gathering, ports, diagnostics);
  if (auto valid = require_valid(diagnostics); !valid)
    return tl::unexpected(valid.error());
  if (auto writable = require_writable(common, ports, ended); !writable)
    return tl::unexpected(writable.error());
  if (ports.signals.count() > 0)
    return stop({base::FailureKind::interrupted, "interrupted", ""});
  inputs.key = inputs.settings().key();
  inputs.digests = manifest_digests(common.workspace, ports.files, project, inputs.files);
  return inputs;
}

} // namespace cerec::operations
