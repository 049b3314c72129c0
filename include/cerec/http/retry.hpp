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
};

struct RetryLimits {
  int attempts = 5; ///< in all
  base::Duration first_delay{500};
  base::Duration longest_delay{30'000}; ///< of own backoff; a Retry-After may be longer
  base::Duration deadline{300'000};     ///< from the first attempt; no retry would start after it
};

/// The delay before the next attempt, or nullopt: give the outcome to the caller. Pure; `jitter` is uniform
/// in [0, 2^64). Own delays are "full jitter": uniform between half and all of first_delay * 2^(n-1).
[[nodiscard]] std::optional<base::Duration> retry_delay(Repeat repeat, const Attempt& attempt,
                                                        int attempts_made, base::Duration since_first,
                                                        const RetryLimits& limits, uint64_t jitter);

/// Retry-After as seconds or as an HTTP date (RFC 9110 10.2.3), relative to `wall`; a past date is 0.
[[nodiscard]] std::optional<base::Duration> parse_retry_after(std::string_view value, base::WallTime wall);

/// Statuses that say "slower": 429 and 503.
[[nodiscard]] bool is_throttle(int status);

} // namespace cerec::http
