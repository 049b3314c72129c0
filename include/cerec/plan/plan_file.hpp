#pragma once
#include "cerec/base/result.hpp"
#include "cerec/base/time.hpp"
#include "cerec/crypto/fingerprint.hpp"
#include "cerec/model/plan.hpp"

#include <optional>

namespace cerec::plan {

inline constexpr std::string_view k_format_version = "1.0"; ///< major.minor; an unknown major is refused

struct PlanFile {
  model::Plan plan;
  std::string digest;  ///< "sha256:..." of the plan: same inputs, same digest, whenever it is made
  std::string created; ///< RFC 3339, UTC
  std::string seal;    ///< keyed, over digest and `created`: who lacks the account's secrets cannot make it
};

/// Canonical JSON: members sorted, no blanks but newlines between changes, no secret byte. The format is
/// described in docs/plan-format.md.
[[nodiscard]] std::string encode(const model::Plan& plan, base::WallTime created,
                                 const crypto::FingerprintKey& key);
/// Checks version, shape and digest. FailureKind::stale for a damaged or unknown file.
[[nodiscard]] base::Result<PlanFile> decode(std::string_view text);
[[nodiscard]] std::string digest_of(const model::Plan& plan);

/// Why the file may not be applied at `now`: its seal is not that of its content, or its age. A time that is
/// ahead of `now` by more than clocks differ is refused too. `max_age` nullopt: any age.
[[nodiscard]] std::vector<std::string> unfit(const PlanFile& file, const crypto::FingerprintKey& key,
                                             base::WallTime now, std::optional<base::Duration> max_age);

} // namespace cerec::plan
