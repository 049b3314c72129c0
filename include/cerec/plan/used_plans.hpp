#pragma once
#include "cerec/model/outcome.hpp"
#include "cerec/plan/plan_file.hpp"

#include <set>

namespace cerec::plan {

/// Which changes of saved plans were carried out from this folder, as its journal tells: one line for each
/// apply of a plan file. A plan is used once: what it did, and somebody undid, it does not do again. What it
/// did not get done may be tried again. A fresh runner remembers nothing; there the age of the plan is the
/// limit.
class UsedPlans {
public:
  explicit UsedPlans(std::string_view journal);

  /// Indices of the changes that earlier applies of this very file carried out.
  [[nodiscard]] std::set<size_t> done_by(const PlanFile& plan) const;
  /// Adds a line with what this apply of the plan carried out.
  void add(const PlanFile& plan, const model::Outcome& outcome, base::WallTime now);
  /// The journal as it is to be kept; the oldest lines go when there are very many.
  [[nodiscard]] std::string text() const;

private:
  std::vector<std::string> lines_;
};

/// What a plan did before is not done again: somebody undid it since, or it is a rotation. What is in effect
/// stays done.
void hold_back_used(model::LeftAlone& left, const std::set<size_t>& done_before);

} // namespace cerec::plan
