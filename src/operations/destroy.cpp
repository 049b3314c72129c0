#include "cerec/operations/apply.hpp"
#include "operations/execution/carry_out.hpp"
#include "operations/execution/prepare.hpp"

#include <fmt/format.h>

namespace cerec::operations {
namespace {

Step<std::monostate> run(const DestroyRequest& request, const Ports& ports, ApplyResult& result) {
  base::Diagnostics& diagnostics = result.diagnostics;
  auto inputs = gather(request, {Needs::nothing}, ports, result);
  if (!inputs)
    return tl::unexpected(inputs.error());
  const std::string& stack = inputs->settings().stack;
  if (!inputs->settings().stack_was_named)
    return stop_usage("destroy needs a stack that is named", "pass --stack NAME, or set CEREC_STACK");
  auto options = plan_options(*inputs, {});
  if (!options)
    return tl::unexpected(options.error());
  options->mode.prune = true;
  options->mode.destroy = true;
  Connection connection(ports, inputs->settings(), inputs->known);
  const auto lock = prepare(ports, *inputs, request.execution, "destroy", diagnostics);
  if (!lock)
    return tl::unexpected(lock.error());
  auto planned = make_planned(connection, ports, *inputs, *options, diagnostics);
  if (!planned)
    return tl::unexpected(planned.error());
  warn_of_kept_tokens(*inputs, ports, planned->listing, diagnostics);
  result.plan = planned->plan;
  result.digest = plan::digest_of(planned->plan);
  ports.listener.planned(result);
  const Question question{fmt::format("Destroy the stack {}? This kills the tokens of its instances.", stack),
                          stack};
  const auto reviewed = review(connection, ports, *inputs, request.execution, *options, std::move(*planned),
                               question, diagnostics);
  if (!reviewed)
    return tl::unexpected(reviewed.error());
  result.outcome = carry_out(connection, ports, *inputs, request.execution, *reviewed);
  return std::monostate{};
}

} // namespace

ApplyResult destroy(const DestroyRequest& request, const Ports& ports) {
  ApplyResult result;
  if (auto done = run(request, ports, result); !done)
    result.failure = done.error().failure;
  return result;
}

} // namespace cerec::operations
