#include "cerec/model/plan.hpp"

#include <algorithm>

namespace cerec::model {

std::string_view text_of(Refresh refresh) {
  return refresh == Refresh::full ? "full" : "changed";
}

std::optional<Refresh> refresh_of(std::string_view text) {
  for (const Refresh refresh : {Refresh::full, Refresh::changed})
    if (text_of(refresh) == text)
      return refresh;
  return std::nullopt;
}

PlanCounts Plan::counts() const {
  PlanCounts counts;
  for (const Change& change : changes) {
    if (change.refused())
      ++counts.refused;
    else
      ++counts.by_kind[change.kind];
    if (change.kind == ChangeKind::keep && change.reason == Reason::unverifiable)
      ++counts.unverifiable;
  }
  counts.ignored_unowned = ignored_unowned;
  counts.foreign = foreign;
  counts.quarantined = quarantined;
  counts.would_prune = would_prune.size();
  return counts;
}

bool Plan::has_changes() const {
  return std::any_of(changes.begin(), changes.end(),
                     [](const Change& change) { return row_of(change.kind).counts_as_change; });
}

bool Plan::has_unverified() const {
  return std::any_of(changes.begin(), changes.end(), [](const Change& change) {
    return change.kind == ChangeKind::keep && change.reason == Reason::unverifiable;
  });
}

bool Plan::has_refusals() const {
  return std::any_of(changes.begin(), changes.end(), [](const Change& change) { return change.refused(); });
}

} // namespace cerec::model
