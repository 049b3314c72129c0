#pragma once
#include "cerec/io/ports.hpp"
#include "cerec/plan/plan_file.hpp"

#include <set>

namespace cerec::cli {

/// Which changes of saved plans were carried out from this folder: `.cerec/plans.jsonl`, one line for each
/// apply of a plan file. A plan is used once: what it did, and somebody undid, it does not do again. What it
/// did not get done may be tried again. A fresh runner remembers nothing; there the age of the plan is the
/// limit.
class UsedPlans {
public:
  UsedPlans(std::string path, io::Files& files);

  /// Indices of the changes that earlier applies of this very file carried out.
  [[nodiscard]] std::set<size_t> done_by(const plan::PlanFile& plan) const;
  /// Adds a line; the oldest go when there are very many.
  [[nodiscard]] base::Result<void> remember(const plan::PlanFile& plan, const std::set<size_t>& done,
                                            base::WallTime now);

private:
  std::string path_;
  io::Files& files_;
  std::vector<std::string> lines_;
};

} // namespace cerec::cli
