#include "cerec/base/text.hpp"
#include "cerec/catalogue/catalogue.hpp"
#include "cerec/crypto/hash.hpp"
#include "cerec/secret/resolve.hpp"
#include "cli/pipeline/advised.hpp"
#include "cli/pipeline/known.hpp"
#include "cli/pipeline/pipeline.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cerec::cli {
namespace {

constexpr std::string_view k_configuration = "configuration.";

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

/// The value that a path of `references` names, as it is compared.
std::optional<base::Secret> value_at(const model::DesiredInstance& desired, const std::string& path) {
  const model::Value* value = nullptr;
  if (path.rfind(k_configuration, 0) == 0) {
    const auto found = desired.configuration.find(path.substr(k_configuration.size()));
    value = found == desired.configuration.end() ? nullptr : &found->second;
  } else if (path.rfind("providerData", 0) == 0) {
    value = desired.provider_data ? &*desired.provider_data : nullptr;
  } else if (const auto found = desired.other.find(path); found != desired.other.end()) {
    value = &found->second;
  }
  return value == nullptr ? std::nullopt : std::optional(plan::normalise(path, *value));
}

/// The marks are those that a plan shows of the same values.
void add_secret_marks(const model::DesiredInstance& desired, const std::string& stack,
                      const crypto::FingerprintKey& key, std::vector<model::SecretMark>& marks) {
  if (desired.references.empty())
    return;
  const std::string address = desired.address.text();
  const crypto::InstanceKey own = key.of_instance(model::identity_code(stack, desired.address.logical_id));
  for (const auto& [path, references] : desired.references) {
    const auto value = value_at(desired, path);
    if (!value)
      continue;
    marks.push_back({address, path, fmt::format("{}", fmt::join(references, ", ")),
                     own.short_mark(path, value->reveal())});
  }
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

std::string account_digest(const base::Secret& organization) {
  return crypto::sha256_hex(fmt::format("cerec account v1\n{}", organization.reveal())).substr(0, 16);
}

std::string user_digest(const base::Secret& user) {
  return crypto::sha256_hex(fmt::format("cerec user v1\n{}", user.reveal())).substr(0, 16);
}

model::PlanBinding binding_of(const Inputs& inputs) {
  const Settings& settings = inputs.configuration.settings;
  model::PlanBinding binding;
  binding.base_url = settings.account.base_url;
  binding.account = account_digest(settings.account.organization);
  binding.user = user_digest(settings.account.user);
  binding.stack = settings.stack;
  binding.environment = inputs.configuration.project.environment;
  binding.manifests = inputs.digests;
  for (const model::DesiredInstance& desired : inputs.desired)
    add_secret_marks(desired, settings.stack, *inputs.key, binding.secrets);
  std::sort(binding.secrets.begin(), binding.secrets.end(), [](const auto& a, const auto& b) {
    return std::tie(a.address, a.path) < std::tie(b.address, b.path);
  });
  binding.sinks = plan::sink_texts(inputs.desired, token_sinks(inputs.configuration.project));
  return binding;
}

} // namespace cerec::cli
