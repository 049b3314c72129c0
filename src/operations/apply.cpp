#include "cerec/operations/apply.hpp"

#include "operations/execution/carry_out.hpp"
#include "operations/execution/prepare.hpp"

namespace cerec::operations {
namespace {

Step<std::monostate> run(const ApplyRequest& request, const Ports& ports, ApplyResult& result) {
  base::Diagnostics& diagnostics = result.diagnostics;
  auto inputs = gather(request, {Needs::manifests, request.planning.manifests, selected_by(request.planning)},
                       ports, result);
  if (!inputs)
    return tl::unexpected(inputs.error());
  const auto options = plan_options(*inputs, request.planning);
  if (!options)
    return tl::unexpected(options.error());
  Connection connection(ports, inputs->settings(), inputs->known);
  const auto lock = prepare(ports, *inputs, request.execution, "apply", diagnostics);
  if (!lock)
    return tl::unexpected(lock.error());
  auto planned = make_planned(connection, ports, *inputs, *options, diagnostics);
  if (!planned)
    return tl::unexpected(planned.error());
  if (auto used = require_used(*inputs, planned->listing, *options); !used)
    return used;
  warn_of_kept_tokens(*inputs, ports, planned->listing, diagnostics);
  result.plan = planned->plan;
  result.digest = plan::digest_of(planned->plan);
  if (auto expected = require_digest(request.expect_digest, result.digest); !expected)
    return expected;
  if (auto ready = require_sinks(*inputs, ports, planned->plan, planned->listing, diagnostics); !ready)
    return ready;
  ports.listener.planned(result);
  const auto reviewed = review(connection, ports, *inputs, request.execution, *options, std::move(*planned),
                               {"Apply these changes?", "yes"}, diagnostics);
  if (!reviewed)
    return tl::unexpected(reviewed.error());
  result.outcome = carry_out(connection, ports, *inputs, request.execution, *reviewed);
  return std::monostate{};
}

} // namespace

ApplyResult apply(const ApplyRequest& request, const Ports& ports) {
  ApplyResult result;
  if (auto done = run(request, ports, result); !done)
    result.failure = done.error().failure;
  return result;
}

} // namespace cerec::operations
