#include "cerec/operations/apply.hpp"

#include "cerec/base/path.hpp"
#include "cerec/plan/used_plans.hpp"
#include "operations/execution/carry_out.hpp"
#include "operations/execution/prepare.hpp"

namespace cerec::operations {
namespace {

/// What this folder remembers of saved plans; a file that cannot be read remembers nothing.
plan::UsedPlans used_plans(const Inputs& inputs, const Ports& ports) {
  const auto journal = ports.files.read(inputs.project().state_path("plans.jsonl"));
  return plan::UsedPlans(journal ? *journal : std::string());
}

/// The manifests that the plan names, unless the request says where they are now; the plan's stack, unless
/// one is named.
Step<Inputs> gather_for(const ApplySavedRequest& request, const model::Plan& saved, const Ports& ports,
                        Ended& ended) {
  std::vector<std::string> paths = request.manifests;
  if (paths.empty())
    for (const model::ManifestDigest& manifest : saved.binding.manifests) {
      if (manifest.path == "<stdin>")
        return stop_usage("the plan was made from stdin", "pipe the same manifests in with -f -");
      paths.push_back(
          base::join_path(config::named_project_folder(request.workspace, ports.environment), manifest.path));
    }
  const Needs needs = paths.empty() ? Needs::nothing : Needs::manifests;
  auto inputs = gather(request, {needs, std::move(paths), saved.mode}, ports, ended);
  if (inputs && !inputs->settings().stack_was_named)
    inputs->configuration.settings.stack = saved.binding.stack;
  return inputs;
}

Step<std::monostate> run(const ApplySavedRequest& request, const Ports& ports, ApplyResult& result) {
  base::Diagnostics& diagnostics = result.diagnostics;
  auto saved = read_plan_file(request.file, ports);
  if (!saved)
    return tl::unexpected(saved.error());
  result.plan = saved->plan;
  result.digest = saved->digest;
  result.file = request.file;
  if (auto expected = require_digest(request.expect_digest, saved->digest); !expected)
    return expected;
  auto inputs = gather_for(request, saved->plan, ports, result);
  if (!inputs)
    return tl::unexpected(inputs.error());
  if (auto fit = require_fit(*saved, *inputs, ports.clock.wall()); !fit)
    return fit;
  const auto now = plan_options(*inputs, {});
  if (!now)
    return tl::unexpected(now.error());
  Connection connection(ports, inputs->settings(), inputs->known);
  const auto lock = prepare(ports, *inputs, request.execution, "apply", diagnostics);
  if (!lock)
    return tl::unexpected(lock.error());
  plan::UsedPlans used = used_plans(*inputs, ports);
  auto reviewed = look_again(connection, ports, *inputs, plan::options_again(saved->plan, *now), saved->plan,
                             request.execution.strict, diagnostics);
  if (!reviewed)
    return tl::unexpected(reviewed.error());
  if (auto ready = require_sinks(*inputs, ports, reviewed->plan, reviewed->listing, diagnostics); !ready)
    return ready;
  warn_of_kept_tokens(*inputs, ports, reviewed->listing, diagnostics);
  plan::hold_back_used(reviewed->comparison.left, used.done_by(*saved));
  if (reviewed->comparison.already_applied)
    ports.listener.note("The plan is already applied.");
  else
    ports.listener.planned(result);
  result.outcome = carry_out(connection, ports, *inputs, request.execution, *reviewed);
  used.add(*saved, *result.outcome, ports.clock.wall());
  const auto kept = ports.files.write_atomic(inputs->project().state_path("plans.jsonl"), used.text(), 0600);
  if (!kept)
    result.outcome->warnings.push_back("that this plan was applied could not be noted: " +
                                       kept.error().message);
  return std::monostate{};
}

} // namespace

ApplyResult apply_saved(const ApplySavedRequest& request, const Ports& ports) {
  ApplyResult result;
  if (auto done = run(request, ports, result); !done)
    result.failure = done.error().failure;
  return result;
}

} // namespace cerec::operations
