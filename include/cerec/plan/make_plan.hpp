#pragma once
#include "cerec/base/known_secrets.hpp"
#include "cerec/base/secret.hpp"
#include "cerec/base/time.hpp"
#include "cerec/crypto/fingerprint.hpp"
#include "cerec/model/drift.hpp"
#include "cerec/model/plan.hpp"

#include <functional>
#include <set>

namespace cerec::plan {

struct Options {
  std::string stack;
  bool stack_was_named = false; ///< deleting needs a stack that was named
  model::PlanBinding binding;
  model::PlanMode mode;
  model::DeleteLimits limits;                  ///< a negative limit is none
  const crypto::FingerprintKey* key = nullptr; ///< never null in use
  /// Keys in use before: what was recorded with one of them is verified with it, and recorded anew.
  std::vector<crypto::FingerprintKey> previous_keys;
  /// What no text of the live side may show; null: nothing is known.
  const base::KnownSecrets* known = nullptr;
  std::function<bool(std::string_view element, std::string_view key)> is_secret; ///< sensitive live keys
  std::vector<model::SinkSpec> sinks; ///< the project's, for instances that name none of their own
  /// An unsettled instance that is younger than this, by the time of the listing (Listing::as_of), may belong
  /// to a run that is still at work: it is not pruned, and a dedupe of it waits.
  base::Duration unsettled_age{360'000};
};

/// The options that make the plan afresh which a saved one is compared with: its mode and its limits, all
/// else as `now` has it. Its deletes are allowed: the stack was named when it was made, or it holds none.
[[nodiscard]] Options options_again(const model::Plan& saved, Options now);

/// The plan that makes `live` what `desired` says. Pure. The order of the inputs does not matter.
/// match -> normalise -> field diff -> kind -> guard -> order. See docs/planning.md.
[[nodiscard]] model::Plan make_plan(const std::vector<model::DesiredInstance>& desired,
                                    const model::Listing& live, const Options& options);

/// All sinks that tokens may go to, as a plan tells them: the project's and those of single manifests.
[[nodiscard]] std::vector<std::string> sink_texts(const std::vector<model::DesiredInstance>& desired,
                                                  std::vector<model::SinkSpec> sinks);

/// Whether --target, --exclude and --shard leave an instance in the plan; empty if they are not given.
[[nodiscard]] std::function<bool(const model::DesiredInstance& desired)>
selection_of(const model::PlanMode& mode, const std::string& stack);

/// `--target 'x'`, `--exclude 'y'`, `--rotate 'z'`: patterns that match neither a manifest nor (but for
/// --rotate) an instance of the stack. None with --shard: they may match in another part.
[[nodiscard]] std::vector<std::string> unused_patterns(const std::vector<model::DesiredInstance>& desired,
                                                       const model::Listing& live,
                                                       const model::PlanMode& mode, const std::string& stack);

/// Ids whose details (GET by id) make_plan needs and `live` lacks, ascending. `changed_only` (--refresh
/// changed): only those whose fingerprint says that the manifest moved, or which have none.
[[nodiscard]] std::vector<int64_t> needed_details(const std::vector<model::DesiredInstance>& desired,
                                                  const model::Listing& live, const Options& options,
                                                  bool changed_only);

/// The same facts, seen as drift: derived from the plan of these inputs, made with full details and prune.
/// Ages are told by the time of the listing. `known`: cut out of names that nobody declares.
[[nodiscard]] model::DriftReport drift_of(const model::Plan& plan, const model::Listing& live,
                                          const std::vector<model::DesiredInstance>& desired,
                                          const base::KnownSecrets* known = nullptr);

/// Two manifests of one name, one with the key of the element and one with its id.
struct Twins {
  const model::DesiredInstance* by_key = nullptr;
  const model::DesiredInstance* by_id = nullptr;
};
/// Those whose elements are one and the same, as some instance of the listing proves. They would be two
/// instances of one element and name.
[[nodiscard]] std::vector<Twins> twins_of(const std::vector<model::DesiredInstance>& desired,
                                          const model::Listing& live);

/// Digest of all that was read of an instance and a change relies on; the precondition of plan files.
/// Keyed, because it covers clear-text values that may be secrets.
[[nodiscard]] std::string precondition_of(const model::LiveInstance& live, const crypto::FingerprintKey& key);
/// True if two preconditions agree in all that both have read: a light listing shows less than a GET by id.
[[nodiscard]] bool preconditions_agree(std::string_view a, std::string_view b);

} // namespace cerec::plan
