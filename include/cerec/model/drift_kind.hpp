#pragma once
#include <optional>
#include <string_view>

namespace cerec::model {

/// What `cerec drift` says of one instance.
enum class DriftKind {
  in_sync,
  pending,   ///< the manifest is ahead
  drift,     ///< somebody edited the instance
  conflict,  ///< both
  missing,   ///< declared, and proven absent
  unmanaged, ///< in the account, owned by nobody
  foreign,   ///< owned by another stack; counted, never needs attention
  orphaned,  ///< owned by this stack, no manifest declares it
  duplicate, ///< a second instance of one identity
  unhealthy, ///< valid: false, or disabled against the manifest
  unverifiable,
};
[[nodiscard]] std::string_view text_of(DriftKind kind);
[[nodiscard]] std::optional<DriftKind> drift_kind_of(std::string_view text);

} // namespace cerec::model
