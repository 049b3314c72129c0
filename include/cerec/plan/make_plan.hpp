#pragma once
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
  model::DeleteLimits limits;
  bool allow_empty_desired = false;    ///< --dangerous-allow-empty
  std::set<std::string> allow_replace; ///< names or addresses
  std::set<std::string>
      take_over; ///< names or addresses owned by another stack, or with several candidates: "NAME=ID"
  std::vector<std::string> rotate;             ///< globs of names or addresses: write all secrets again
  const crypto::FingerprintKey* key = nullptr; ///< never null in use
  std::function<bool(std::string_view element, std::string_view key)> is_secret; ///< sensitive live keys
};

/// The plan that makes `live` what `desired` says. Pure. The order of the inputs does not matter.
/// match -> normalise -> field diff -> kind -> guard -> order. See docs/planning.md.
[[nodiscard]] model::Plan make_plan(const std::vector<model::DesiredInstance>& desired,
                                    const model::Listing& live, const Options& options);

/// Ids whose details (GET by id) make_plan needs and `live` lacks. `changed_only` (--refresh changed): only
/// those whose fingerprint says that the manifest moved, or which have none.
[[nodiscard]] std::vector<int64_t> needed_details(const std::vector<model::DesiredInstance>& desired,
                                                  const model::Listing& live, const Options& options,
                                                  bool changed_only);

/// The same facts, seen as drift: derived from a plan made with full details and prune.
[[nodiscard]] model::DriftReport drift_of(const model::Plan& plan, const model::Listing& live);

/// The text by which a declared field is compared and fingerprinted: as the service returns it (api.md
/// 3, 5.1): bool and number as text, objects as canonical JSON, tags as a sorted list, webhook = webhooks.
[[nodiscard]] std::map<std::string, base::Secret> normalised_fields(const model::DesiredInstance& desired);
[[nodiscard]] base::Secret normalise(std::string_view path, const model::Value& value);

/// Digest of all that was read of an instance and a change relies on; the precondition of plan files.
/// Keyed, because it covers clear-text values that may be secrets.
[[nodiscard]] std::string precondition_of(const model::LiveInstance& live, const crypto::FingerprintKey& key);

} // namespace cerec::plan
