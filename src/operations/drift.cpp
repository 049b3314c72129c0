#include "cerec/operations/drift.hpp"

#include "operations/account/planned.hpp"
#include "operations/account/token_notices.hpp"

namespace cerec::operations {
namespace {

Step<std::monostate> run(const DriftRequest& request, const Ports& ports, DriftResult& result) {
  PlanningRequest planning;
  planning.targets = request.targets;
  planning.excludes = request.excludes;
  auto inputs = gather(request, {Needs::manifests, request.manifests, selected_by(planning)}, ports, result);
  if (!inputs)
    return tl::unexpected(inputs.error());
  auto options = plan_options(*inputs, planning);
  if (!options)
    return tl::unexpected(options.error());
  options->mode.refresh = model::Refresh::full;
  Connection connection(ports, inputs->settings(), inputs->known);
  const auto listing =
      read_for_plan(connection, ports, *inputs, *options, Details::managed, result.diagnostics);
  if (!listing)
    return tl::unexpected(listing.error());
  if (auto used = require_used(*inputs, *listing, *options); !used)
    return used;
  options->known = &inputs->known;
  model::Plan plan = plan::make_plan(inputs->desired, *listing, *options);
  count_owed_tokens(*inputs, ports, plan, result.diagnostics);
  if (!plan.rounded_warning.empty())
    result.diagnostics.warning("rounded-numbers", {}, plan.rounded_warning);
  result.drift = plan::drift_of(plan, *listing, inputs->desired, &inputs->known);
  result.drift->owed_tokens = plan.owed_tokens;
  return std::monostate{};
}

} // namespace

DriftResult drift(const DriftRequest& request, const Ports& ports) {
  DriftResult result;
  if (auto done = run(request, ports, result); !done)
    result.failure = done.error().failure;
  return result;
}

} // namespace cerec::operations
