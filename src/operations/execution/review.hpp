#pragma once
#include "cerec/operations/apply.hpp"
#include "cerec/plan/equality.hpp"
#include "cerec/plan/plan_file.hpp"
#include "operations/account/planned.hpp"

/// What was reviewed is what is written: one way for a plan from a file and for one above a prompt. The
/// account is read again, the plan is made afresh, and what is not equal is not carried out.
namespace cerec::operations {

/// Reads a plan file ("-": stdin); one that cannot be read is a fault of usage, one that is damaged is stale.
[[nodiscard]] Step<plan::PlanFile> read_plan_file(const std::string& path, const Ports& ports);

/// Stops if the file belongs elsewhere, was changed, is too old, or was made of other manifests or sinks.
/// Before any request.
[[nodiscard]] Step<std::monostate> require_fit(const plan::PlanFile& saved, const Inputs& inputs,
                                               base::WallTime now);
/// Stops if a digest is expected and this is not it.
[[nodiscard]] Step<std::monostate> require_digest(const std::optional<std::string>& expected,
                                                  const std::string& digest);

/// A plan as it was reviewed, and what of it the last look at the account leaves to be carried out.
struct Reviewed {
  model::Plan plan;
  model::Listing listing; ///< of the last look
  base::TimePoint looked_at{};
  plan::Comparison comparison{};
};

/// Looks at the account and compares. `strict`: one stale change refuses all.
[[nodiscard]] Step<Reviewed> look_again(Connection& connection, const Ports& ports, Inputs& inputs,
                                        plan::Options options, model::Plan reviewed, bool strict,
                                        base::Diagnostics& diagnostics);

/// Asks whether the plan that the listener was shown is approved, and looks again: while a question waits,
/// things move. Without changes, or if it is approved already, the plan is as fresh as can be.
[[nodiscard]] Step<Reviewed> review(Connection& connection, const Ports& ports, Inputs& inputs,
                                    const Execution& execution, const plan::Options& options, Planned planned,
                                    const Question& question, base::Diagnostics& diagnostics);

} // namespace cerec::operations
