#pragma once
#include "cerec/base/ports.hpp"
#include "cerec/base/result.hpp"
#include "cerec/model/plan.hpp"

namespace cerec::plan {

inline constexpr std::string_view k_format_version = "1.0"; ///< major.minor; an unknown major is refused

struct PlanFile {
  model::Plan plan;
  std::string digest;  ///< "sha256:..." over the compact canonical JSON without `digest` and `created`
  std::string created; ///< RFC 3339, UTC; outside the digest, so that same inputs give the same digest
};

/// Canonical JSON: members sorted, no blanks but newlines between changes, no secret byte. The format is
/// described in docs/plan-format.md.
[[nodiscard]] std::string encode(const model::Plan& plan, base::WallTime created);
/// Checks version, shape and digest. FailureKind::stale for a damaged or unknown file.
[[nodiscard]] base::Result<PlanFile> decode(std::string_view text);
[[nodiscard]] std::string digest_of(const model::Plan& plan);

/// What no longer fits when a saved plan is applied: other URL, account or stack, too old, manifests or
/// secrets that changed (by name), and per change a live instance that moved. Empty: apply it.
struct Staleness {
  std::vector<std::string> whole;                      ///< reasons that refuse all
  std::vector<std::pair<size_t, std::string>> changes; ///< index of the change, reason
  std::vector<size_t> done;                            ///< changes that are already so: not to be tried again
  bool already_applied = false;                        ///< all of them are
  [[nodiscard]] bool empty() const { return whole.empty() && changes.empty(); }
};
/// `fresh`: a plan of the account as it is now, made with the mode and the limits of the saved one. `max_age`
/// zero: any age.
[[nodiscard]] Staleness check(const PlanFile& saved, const model::Plan& fresh, base::WallTime now,
                              base::Duration max_age);

} // namespace cerec::plan
