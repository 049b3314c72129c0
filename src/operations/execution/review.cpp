#include "operations/execution/review.hpp"

#include "cerec/base/text.hpp"
#include "operations/inputs/sinks.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cerec::operations {
namespace {

constexpr uint64_t k_most_bytes = 1ULL << 30;

tl::unexpected<Stop> refuse(const std::vector<std::string>& reasons) {
  return stop({base::FailureKind::stale,
               fmt::format("the plan cannot be applied: {}",
                           base::visible(fmt::format("{}", fmt::join(reasons, "; ")))),
               "make a new plan"});
}

} // namespace

Step<plan::PlanFile> read_plan_file(const std::string& path, const Ports& ports) {
  auto text = path == "-" ? ports.in.read_all(k_most_bytes) : ports.files.read(path, k_most_bytes);
  if (!text && text.error().kind == base::FailureKind::interrupted)
    return stop(text.error());
  if (!text)
    return stop_usage("cannot read the plan file: " + text.error().message);
  auto decoded = plan::decode(*text);
  if (!decoded)
    return stop(decoded.error());
  return std::move(*decoded);
}

Step<std::monostate> require_fit(const plan::PlanFile& saved, const Inputs& inputs, base::WallTime now_is) {
  const model::PlanBinding now = binding_of(inputs);
  std::vector<std::string> reasons = plan::unfit(saved.plan.binding, now);
  if (saved.plan.binding.account == now.account && saved.plan.binding.user == now.user) // the key is theirs
    for (std::string& reason : plan::unfit(saved, *inputs.key, now_is, inputs.settings().max_age))
      reasons.push_back(std::move(reason));
  if (!reasons.empty())
    return refuse(reasons);
  return std::monostate{};
}

Step<std::monostate> require_digest(const std::optional<std::string>& expected, const std::string& digest) {
  if (!expected || *expected == digest)
    return std::monostate{};
  return stop({base::FailureKind::stale,
               fmt::format("the plan's digest is {}, not {}", digest, base::visible(*expected)),
               "this is not the plan that was reviewed"});
}

Step<Reviewed> look_again(Connection& connection, const Ports& ports, Inputs& inputs, plan::Options options,
                          model::Plan reviewed, bool strict, base::Diagnostics& diagnostics) {
  options.binding = binding_of(inputs); // with what an earlier look made it read
  auto fresh = make_planned(connection, ports, inputs, options, diagnostics);
  if (!fresh)
    return tl::unexpected(fresh.error());
  plan::Comparison comparison =
      plan::compare(reviewed, {fresh->plan, fresh->listing, inputs.desired, options});
  if (!comparison.whole.empty())
    return refuse(comparison.whole);
  const auto& stale = comparison.left.stale;
  if (strict && !stale.empty()) {
    const auto& [index, reason] = *stale.begin();
    const std::string address = reviewed.changes.at(index).address.text();
    return stop({base::FailureKind::stale,
                 fmt::format("{} of the planned changes moved since the plan was made; {}: {}", stale.size(),
                             base::visible(address), base::visible(reason)),
                 "make a new plan; without --strict the others would be applied"});
  }
  return Reviewed{std::move(reviewed), std::move(fresh->listing), fresh->looked_at, std::move(comparison)};
}

Step<Reviewed> review(Connection& connection, const Ports& ports, Inputs& inputs, const Execution& execution,
                      const plan::Options& options, Planned planned, const Question& question,
                      base::Diagnostics& diagnostics) {
  if (execution.approved || !planned.plan.has_changes())
    return Reviewed{std::move(planned.plan), std::move(planned.listing), planned.looked_at, {}};
  if (!ports.listener.approves(question, planned.plan)) {
    if (ports.signals.count() > 0)
      return stop({base::FailureKind::interrupted, "interrupted; nothing was changed", ""});
    return stop({base::FailureKind::error, "not approved; nothing was changed", ""});
  }
  return look_again(connection, ports, inputs, options, std::move(planned.plan), execution.strict,
                    diagnostics);
}

} // namespace cerec::operations
