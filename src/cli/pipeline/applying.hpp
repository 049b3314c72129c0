#pragma once
#include "cerec/plan/equality.hpp"
#include "cli/pipeline/pipeline.hpp"
#include "cli/pipeline/sinks.hpp"

namespace cerec::cli {

/// The flags of the commands that write.
struct ApplyFlags {
  bool auto_approve = false;
  bool fail_fast = false;
  bool lock = true;
};
void declare_apply_flags(OptionSet& options, ApplyFlags& flags);

/// A prompt needs a terminal on stdin and stderr and a format that shows the plan first; otherwise the flag
/// has to be given. Said before any request.
[[nodiscard]] Step<std::monostate> require_approval_possible(Context& context, const ApplyFlags& flags);

/// Waits for `.cerec/lock` up to the lock time-out. Says that it waits after 400 ms.
[[nodiscard]] Step<std::unique_ptr<io::FileLock>> take_lock(Context& context, Session& session,
                                                            const Configuration& configuration,
                                                            const std::string& operation);

/// Faults of every sink that this run may write to.
void check_all_sinks(Context& context, const Inputs& inputs, const std::vector<model::SinkSpec>& defaults);

/// After the plan and before it is shown: names in the sinks that belong to others, and sinks that cannot be
/// written although a change will hand them a token.
[[nodiscard]] Step<std::monostate> require_sinks(Context& context, const Inputs& inputs,
                                                 const model::Plan& plan, const model::Listing& live);

/// What is remembered of deliveries in this folder; its key is to be added.
[[nodiscard]] tokens::Custody::Memory deliveries_of(const Configuration& configuration);

/// `.cerec/` holds tokens: it keeps itself out of Git. Where it cannot be written, nothing will be kept in
/// it.
void keep_out_of_git(Context& context, const Project& project);

/// A plan as it was reviewed, and what of it the last look at the account leaves to be carried out.
struct Reviewed {
  model::Plan plan;
  model::Listing listing; ///< of the last look
  base::TimePoint looked_at{};
  plan::Comparison comparison{};
};

/// Carries out what is equal and keeps the outcome in the state, beside the plan that is reported.
[[nodiscard]] model::ExitCode carry_out(Context& context, Session& session, const Inputs& inputs,
                                        const ApplyFlags& flags, const Reviewed& reviewed, bool strict);

} // namespace cerec::cli
