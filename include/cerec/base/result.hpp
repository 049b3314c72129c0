#pragma once
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace cerec::base {

/// Why an operation failed, as far as a caller acts on it. model::exit_code_of maps each kind to one exit
/// code.
enum class FailureKind {
  error,       ///< nothing more specific fits
  usage,       ///< wrong flags, wrong manifest, wrong settings
  credentials, ///< the service refused the account's secrets
  network,     ///< no usable answer from the service
  stale,       ///< a saved plan no longer fits the account, or is another account's
  locked,      ///< another run holds the lock
  refused,     ///< a safety limit or a protection says no
  interrupted, ///< a signal ended the work
};

/// A failure as a value: one sentence for the user, and what to do about it (may be empty).
struct Failure {
  FailureKind kind = FailureKind::error;
  std::string message;
  std::string hint;
};

/// Value or failure, shaped like std::expected (which g++ 12 lacks).
template <class T, class E = Failure>
using Result = tl::expected<T, E>;

/// `return fail("...")` from any function that returns Result<T>.
[[nodiscard]] inline tl::unexpected<Failure> fail(std::string message, FailureKind kind = FailureKind::error,
                                                  std::string hint = {}) {
  return tl::unexpected<Failure>(Failure{kind, std::move(message), std::move(hint)});
}

} // namespace cerec::base
