#include "plan/guard.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::plan {
namespace {

using model::Change;
using model::ChangeKind;
using model::Refusal;

constexpr size_t k_percent_from = 10; ///< owned instances from which the relative limit counts

bool is_delete(const Change& change) {
  return change.kind == ChangeKind::remove && !change.refused();
}

void refuse(Change& change, Refusal refusal, std::string advice) {
  change.refusal = refusal;
  change.advice = std::move(advice);
  change.sinks.clear(); // no token moves
}

std::string_view command_of(const model::PlanMode& mode) {
  return mode.destroy ? "cerec destroy" : "cerec apply --prune";
}

} // namespace

std::string shell_word(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text)
    quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

void guard(model::Plan& plan, const Options& options, const GuardFacts& facts) {
  const auto refuse_all = [&](Refusal refusal, const std::string& advice) {
    for (Change& change : plan.changes)
      if (is_delete(change))
        refuse(change, refusal, advice);
  };
  if (std::none_of(plan.changes.begin(), plan.changes.end(), is_delete))
    return;
  const std::string command(command_of(plan.mode));
  if (!options.stack_was_named)
    return refuse_all(Refusal::unnamed_stack,
                      fmt::format("{} --stack {}", command, shell_word(options.stack)));
  if (facts.empty_desired && !plan.mode.destroy && !options.mode.allow_empty)
    return refuse_all(Refusal::empty_desired, command + " --dangerous-allow-empty");
  const auto deletes = static_cast<int64_t>(facts.deletes_in_all);
  if (plan.limits.max_deletes >= 0 && deletes > plan.limits.max_deletes)
    return refuse_all(Refusal::delete_limit, fmt::format("{} --max-deletes {}", command, deletes));
  const auto owned = static_cast<int64_t>(facts.owned);
  if (plan.limits.max_percent >= 0 && facts.owned >= k_percent_from &&
      deletes * 100 > plan.limits.max_percent * owned)
    return refuse_all(Refusal::delete_limit, fmt::format("{} --max-delete-percent {}", command,
                                                         (deletes * 100 + owned - 1) / owned));
}

} // namespace cerec::plan
