#pragma once
#include "cerec/plan/plan_file.hpp"
#include "cli/pipeline/applying.hpp"

/// What was reviewed is what is written: one way for a plan from a file and for one above a prompt. The
/// account is read again, the plan is made afresh, and what is not equal is not carried out (exit code 7).
namespace cerec::cli {

/// Reads a plan file; one that cannot be read is a usage fault, one that is damaged is stale.
[[nodiscard]] Step<plan::PlanFile> read_plan_file(Context& context, const std::string& path);

/// Stops with the exit code for a stale plan if the file belongs elsewhere, was changed, is too old, or was
/// made of other manifests or sinks. Before any request.
[[nodiscard]] Step<std::monostate> require_fit(Context& context, const plan::PlanFile& saved,
                                               const Inputs& inputs);

/// Looks at the account and compares. `strict`: one stale change refuses all.
[[nodiscard]] Step<Reviewed> look_again(Context& context, Session& session, Inputs& inputs,
                                        plan::Options options, model::Plan reviewed, bool strict);

struct Question {
  std::string text;
  std::string answer; ///< the one word that approves
};
/// Asks below the plan that was shown, naming again whose instances it is about, and looks again: while a
/// prompt waits, things move. Without changes, or with --auto-approve, the plan is as fresh as can be.
[[nodiscard]] Step<Reviewed> review(Context& context, Session& session, Inputs& inputs,
                                    const ApplyFlags& flags, const plan::Options& options, Planned planned,
                                    const Question& question, bool strict);

} // namespace cerec::cli
