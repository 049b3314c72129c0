#include "cerec/http/retry.hpp"

#include <algorithm>
#include <array>

namespace cerec::http {
namespace {

struct Row {
  AttemptClass attempt_class;
  bool freely, only_if_unsent, never;
};

/// The retry table. A 503 after a POST proves nothing: a gateway says it too when the service behind it has
/// committed.
constexpr std::array<Row, 7> k_table{{
    {AttemptClass::unsent, true, true, false},
    {AttemptClass::lost, true, false, false},
    {AttemptClass::permanent, false, false, false},
    {AttemptClass::too_many, true, true, false},
    {AttemptClass::unavailable, true, false, false},
    {AttemptClass::transient, true, false, false},
    {AttemptClass::final, false, false, false},
}};

} // namespace

bool is_throttle(int status) {
  return status == 429 || status == 503;
}

bool is_permanent(TransportError::Kind kind) {
  using Kind = TransportError::Kind;
  switch (kind) {
  case Kind::tls:
  case Kind::too_large:
  case Kind::cancelled:
  case Kind::throttled:
  case Kind::other:
    return true;
  case Kind::resolve:
  case Kind::connect:
  case Kind::timeout:
  case Kind::reset:
  case Kind::truncated:
  case Kind::second_send:
    return false;
  }
  return true;
}

AttemptClass class_of(const Attempt& attempt) {
  if (!attempt.status) {
    if (attempt.permanent)
      return AttemptClass::permanent;
    return attempt.maybe_sent ? AttemptClass::lost : AttemptClass::unsent;
  }
  switch (*attempt.status) {
  case 429:
    return AttemptClass::too_many;
  case 503:
    return AttemptClass::unavailable;
  case 408:
  case 425:
  case 500:
  case 502:
  case 504:
    return AttemptClass::transient;
  default:
    return AttemptClass::final;
  }
}

bool may_have_acted(AttemptClass attempt_class) {
  return attempt_class != AttemptClass::unsent && attempt_class != AttemptClass::too_many;
}

bool may_repeat(AttemptClass attempt_class, Repeat repeat) {
  const auto* row = std::find_if(k_table.begin(), k_table.end(),
                                 [&](const Row& each) { return each.attempt_class == attempt_class; });
  if (row == k_table.end())
    return false;
  switch (repeat) {
  case Repeat::freely:
    return row->freely;
  case Repeat::only_if_unsent:
    return row->only_if_unsent;
  case Repeat::never:
    return row->never;
  }
  return false;
}

base::Duration backoff(int attempts_made, const RetryLimits& limits, uint64_t jitter) {
  const int doublings = std::clamp(attempts_made - 1, 0, 20);
  const auto whole = std::min(limits.first_delay * (int64_t{1} << doublings), limits.longest_delay);
  const auto half = static_cast<uint64_t>(std::max<int64_t>(whole.count() / 2, 0));
  return whole - base::Duration(static_cast<int64_t>(jitter % (half + 1)));
}

std::optional<base::Duration> retry_delay(Repeat repeat, const Attempt& attempt, int attempts_made,
                                          base::Duration since_first, const RetryLimits& limits,
                                          uint64_t jitter) {
  if (!may_repeat(class_of(attempt), repeat))
    return std::nullopt;
  const bool throttled = attempt.status && is_throttle(*attempt.status);
  if (attempts_made >= (throttled ? limits.throttled_attempts : limits.attempts))
    return std::nullopt;
  const auto delay =
      std::max(backoff(attempts_made, limits, jitter), attempt.retry_after.value_or(base::Duration(0)));
  if (delay > limits.deadline || since_first > limits.deadline - delay)
    return std::nullopt;
  return delay;
}

} // namespace cerec::http
