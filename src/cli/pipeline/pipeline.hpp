#pragma once
#include "cerec/plan/make_plan.hpp"
#include "cerec/secret/resolve.hpp"
#include "cli/options/option_set.hpp"
#include "cli/pipeline/manifests.hpp"
#include "cli/pipeline/session.hpp"

/// The one line that data follows, for every command: manifests -> checks -> settings -> secrets -> listing
/// -> plan. A command says how far it goes. All input faults are reported before the first request.
namespace cerec::cli {

/// The flags that shape a plan. None of them may stand beside a saved plan.
struct PlanFlags {
  std::vector<std::string> manifests;
  bool prune = false;
  std::vector<std::string> targets, excludes, rotate, take_over, allow_replace;
  bool allow_empty = false;
  std::optional<std::string> shard;
};
void declare_manifests(OptionSet& options, std::vector<std::string>& target);
void declare_plan_flags(OptionSet& options, PlanFlags& flags);
/// The first of these that was given, as the user may write it; for the refusal beside a saved plan.
[[nodiscard]] std::optional<std::string> given_plan_flag(const PlanFlags& flags,
                                                         const std::map<std::string, std::string>& settings);

/// `--shard I/N`, or `auto` (`auto/N`) from the variables of the runner. The result is "I/N", I from 1.
[[nodiscard]] base::Result<model::Shard> read_shard(const std::string& text, base::Environment& environment);

/// What the manifests and the settings come to, before any request.
struct Inputs {
  Configuration configuration;
  std::vector<manifest::ManifestFile> files;
  std::vector<model::ManifestDigest> digests; ///< of the files, by path
  std::vector<model::DesiredInstance> desired;
  std::optional<crypto::FingerprintKey> key;  ///< always there after a successful gather
  std::shared_ptr<secret::Resolver> resolver; ///< for what only a create sends; there with Needs::manifests
};

/// `declarations`: the manifests without what they refer to.
enum class Needs { manifests, declarations, nothing };
/// Reads manifests (if needed) and settings, checks all, resolves the secrets that a comparison needs, of the
/// instances that `selected` (its targets, excludes and shard) leaves in the plan. `paths`: see
/// manifest_paths.
[[nodiscard]] Step<Inputs> gather(Context& context, Needs needs, const std::vector<std::string>& paths,
                                  const model::PlanMode& selected = {});
/// The part of a plan's mode that chooses instances. A malformed shard is plan_options' to tell.
[[nodiscard]] model::PlanMode selected_by(Context& context, const PlanFlags& flags);

/// Binding of a plan: URL, account, user, stack, environment, digests of the manifests, marks of the secrets.
[[nodiscard]] model::PlanBinding binding_of(const Inputs& inputs);
[[nodiscard]] std::string account_digest(const base::Secret& organization);
[[nodiscard]] std::string user_digest(const base::Secret& user);

/// The project's sinks, with their paths under the project's folder; the default is `.cerec/tokens.json`.
[[nodiscard]] std::vector<model::SinkSpec> token_sinks(const Project& project);

/// Counts the unchanged instances of a plan whose token a sink still has to get, and warns of them.
void tell_owed_tokens(Context& context, const Inputs& inputs, model::Plan& plan);

/// Options of make_plan from flags and settings.
[[nodiscard]] Step<plan::Options> plan_options(Context& context, const Inputs& inputs,
                                               const PlanFlags& flags);

/// How much of the account a command reads.
enum class Details { needed, changed, managed };
/// A complete listing with the details that are needed; read again once if an instance vanished between the
/// listing and its details.
[[nodiscard]] Step<model::Listing> read_account(Context& context, Session& session, const Inputs& inputs,
                                                const plan::Options& options, Details details);

/// Reads the account and makes the plan; the plan is in the state too. Then resolves what only the planned
/// creates send: a fault in that comes after the listing and before any write.
struct Planned {
  model::Plan plan;
  model::Listing listing;
  base::TimePoint looked_at{}; ///< when the listing was asked for
};
[[nodiscard]] Step<Planned> make_planned(Context& context, Session& session, Inputs& inputs,
                                         plan::Options options);

/// Warns if the project's token files hold tokens of the stack, and the listing shows nothing of it. A
/// listing shows the instances of one user alone (docs/api.md 4.4): another user's stack looks as if it had
/// never been.
void warn_of_kept_tokens(Context& context, const Inputs& inputs, const model::Listing& listing);

/// Stops, with the exit code for usage, if a pattern of --target, --exclude or --rotate names nothing:
/// whoever mistypes one of them would take what comes out for the whole.
[[nodiscard]] Step<std::monostate> require_used(Context& context, const Inputs& inputs,
                                                const model::Listing& listing, const plan::Options& options);

/// Stops with the exit code for invalid input if any diagnostic is an error.
[[nodiscard]] Step<std::monostate> require_valid(Context& context);

} // namespace cerec::cli
