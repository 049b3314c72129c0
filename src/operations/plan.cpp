#include "cerec/operations/plan.hpp"

#include "cerec/config/written_files.hpp"
#include "cerec/plan/plan_file.hpp"
#include "operations/account/planned.hpp"
#include "operations/account/token_notices.hpp"

namespace cerec::operations {
namespace {

base::Result<void> save(const std::string& path, const PlanResult& result, const Inputs& inputs,
                        const Ports& ports) {
  config::WrittenFiles files(ports.files, result.trust);
  return files.write(path, plan::encode(*result.plan, ports.clock.wall(), *inputs.key), 0600);
}

Step<std::monostate> run(const PlanRequest& request, const Ports& ports, PlanResult& result) {
  auto inputs = gather(request, {Needs::manifests, request.planning.manifests, selected_by(request.planning)},
                       ports, result);
  if (!inputs)
    return tl::unexpected(inputs.error());
  const auto options = plan_options(*inputs, request.planning);
  if (!options)
    return tl::unexpected(options.error());
  if (request.out)
    if (auto fine = config::WrittenFiles(ports.files, result.trust).check(*request.out); !fine)
      return stop(fine.error());
  Connection connection(ports, inputs->settings(), inputs->known);
  auto planned = make_planned(connection, ports, *inputs, *options, result.diagnostics);
  if (!planned)
    return tl::unexpected(planned.error());
  if (auto used = require_used(*inputs, planned->listing, *options); !used)
    return used;
  warn_of_kept_tokens(*inputs, ports, planned->listing, result.diagnostics);
  result.plan = std::move(planned->plan);
  result.digest = plan::digest_of(*result.plan);
  if (!request.out)
    return std::monostate{};
  if (auto saved = save(*request.out, result, *inputs, ports); !saved)
    return stop(saved.error());
  result.file = *request.out;
  return std::monostate{};
}

} // namespace

PlanResult plan(const PlanRequest& request, const Ports& ports) {
  PlanResult result;
  if (auto done = run(request, ports, result); !done)
    result.failure = done.error().failure;
  return result;
}

} // namespace cerec::operations
