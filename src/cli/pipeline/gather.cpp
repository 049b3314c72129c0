#include "cerec/catalogue/catalogue.hpp"
#include "cerec/plan/binding.hpp"
#include "cerec/secret/resolve.hpp"
#include "cli/pipeline/advised.hpp"
#include "cli/pipeline/known.hpp"
#include "cli/pipeline/pipeline.hpp"

namespace cerec::cli {
namespace {

/// Declarations alone if nothing may be read: because the command does not need it, or the project asked for
/// too much.
void resolve_compared(Context& context, Inputs& inputs, Needs needs, const model::PlanMode& selected) {
  const Configuration& configuration = inputs.configuration;
  inputs.resolver = std::make_shared<secret::Resolver>(
      secret::Ports{context.system.environment, context.system.files, context.system.processes},
      configuration.project.folder);
  const api::Account& account = configuration.settings.account;
  if (!configuration.project.trust.grants().all)
    inputs.resolver->refuse({account.user, account.organization});
  const bool reads = needs == Needs::manifests && configuration.fine;
  inputs.desired =
      secret::resolve(inputs.files, *inputs.resolver, catalogue::is_secret, context.state.diagnostics,
                      reads ? secret::Extent::compared : secret::Extent::declared,
                      plan::selection_of(selected, configuration.settings.stack));
  know_secrets(context, inputs);
}

} // namespace

Step<std::monostate> require_valid(Context& context) {
  if (context.state.diagnostics.has_errors())
    return tl::unexpected(model::ExitCode::invalid);
  return std::monostate{};
}

Step<Inputs> gather(Context& context, Needs needs, const std::vector<std::string>& paths,
                    const model::PlanMode& selected) {
  Inputs inputs;
  context.state.repeated_flags = repeated_flags(context.common, paths);
  inputs.configuration = begin_configuration(context);
  Configuration& configuration = inputs.configuration;
  if (needs != Needs::nothing)
    inputs.files =
        load_manifests(context, configuration.project, manifest_paths(context, configuration.project, paths));
  configuration.fine = examine_manifests(context, configuration.project, inputs.files) && configuration.fine;
  finish_configuration(context, configuration);
  require_account(configuration.settings, context.state.diagnostics);
  // Unset references are told together with all other faults.
  if (needs != Needs::nothing)
    resolve_compared(context, inputs, needs, selected);
  if (auto valid = require_valid(context); !valid)
    return tl::unexpected(valid.error());
  if (auto fine = context.output.check_files(); !fine)
    return tl::unexpected(context.stop(fine.error()));
  if (context.system.signals.count() > 0)
    return tl::unexpected(context.stop({base::FailureKind::interrupted, "interrupted", ""}));
  inputs.key = inputs.configuration.settings.key();
  inputs.digests = manifest_digests(context, configuration.project, inputs.files);
  return inputs;
}

model::PlanBinding binding_of(const Inputs& inputs) {
  const Settings& settings = inputs.configuration.settings;
  return plan::bind({settings.account.base_url, settings.account.organization, settings.account.user,
                     settings.stack, inputs.configuration.project.environment, inputs.digests, &*inputs.key,
                     token_sinks(inputs.configuration.project)},
                    inputs.desired);
}

} // namespace cerec::cli
