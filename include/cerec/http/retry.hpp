#pragma once
#include "cerec/http/transport.hpp"

namespace cerec::http {

/// What a request does to the service, for the retry table.
enum class Repeat {
  freely, ///< GET, PUT/DELETE enabled, DELETE, PATCH with an absolute body: a repeat changes nothing more
  only_if_unsent, ///< POST: again only if no byte was sent, or the answer proves that nothing was made (429)
  never,          ///< POST with a single-use OAuth code
};

/// How one attempt ended, as far as retrying goes.
struct Attempt {
  std::optional<int> status; ///< nullopt: no response
  bool maybe_sent = true;
  std::optional<base::Duration> retry_after; ///< from the header, if it was readable
  bool permanent = false; ///< no response, and a repeat would end the same way; see is_permanent
};

struct RetryLimits {
  int attempts = 5; ///< in all, not counting those that were throttled (429, 503)
  int throttled_attempts =
      12; ///< in all, while throttled: a 429 may also mean "too large", so not for ever (docs/api.md 8)
  base::Duration first_delay{500};
  base::Duration longest_delay{30'000}; ///< of own backoff; a Retry-After may be longer
  base::Duration deadline{300'000};     ///< from the first attempt; no retry would start after it
};

/// What the retry table knows of an attempt. The rows of the table, in src/http/retry.cpp.
enum class AttemptClass {
  unsent,      ///< no response, and certainly no byte left
  lost,        ///< no response, and the service may have acted
  permanent,   ///< certificate refused, answer too large, cancelled, malformed URL
  too_many,    ///< 429
  unavailable, ///< 503
  transient,   ///< 408, 425, 500, 502, 504: an answer, not of the application, or of one that stumbled
  final,       ///< any other answer
};
[[nodiscard]] AttemptClass class_of(const Attempt& attempt);
/// True if the service may have carried out an attempt of this class.
[[nodiscard]] bool may_have_acted(AttemptClass attempt_class);
/// True if the table lets an attempt of this class be repeated at all.
[[nodiscard]] bool may_repeat(AttemptClass attempt_class, Repeat repeat);

/// The delay before the next attempt, or nullopt: give the outcome to the caller. Pure; `jitter` is uniform
/// in [0, 2^64). Own delays are uniform between half and all of first_delay * 2^(n-1), n the attempts made; a
/// Retry-After that is longer wins.
[[nodiscard]] std::optional<base::Duration> retry_delay(Repeat repeat, const Attempt& attempt,
                                                        int attempts_made, base::Duration since_first,
                                                        const RetryLimits& limits, uint64_t jitter);

/// Own delay after `attempts_made` attempts, see retry_delay.
[[nodiscard]] base::Duration backoff(int attempts_made, const RetryLimits& limits, uint64_t jitter);

/// Retry-After as seconds or as an HTTP date in any of its three forms (RFC 9110 10.2.3 and 5.6.7), relative
/// to `wall`; a past date is 0.
[[nodiscard]] std::optional<base::Duration> parse_retry_after(std::string_view value, base::WallTime wall);

/// Statuses that say "slower": 429 and 503.
[[nodiscard]] bool is_throttle(int status);
/// Errors that a repeat does not mend.
[[nodiscard]] bool is_permanent(TransportError::Kind kind);

} // namespace cerec::http
