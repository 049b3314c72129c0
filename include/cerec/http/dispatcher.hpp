#pragma once
#include "cerec/base/known_secrets.hpp"
#include "cerec/base/ports.hpp"
#include "cerec/http/retry.hpp"

#include <memory>

namespace cerec::http {

struct DispatchLimits {
  int parallelism = 10; ///< ceiling of the window
  double max_rps = 0;   ///< 0: no cap
  RetryLimits retry;
};

struct DispatchCounts {
  int sent = 0;                ///< attempts handed to the transport
  int retries = 0;             ///< of these, repeats
  int throttles = 0;           ///< 429 and 503 seen
  base::Duration throttled{0}; ///< time with a shut window because of these
};

using CallId = uint64_t;
/// A call after its last attempt.
struct Finished {
  CallId id = 0;
  base::Result<Response, TransportError> result;
  int attempts = 0;
  bool maybe_sent = false;   ///< any attempt may have reached the service
  base::TimePoint sent_at{}; ///< when the last attempt was handed to the transport
};

/// Calls over a Transport: at most `window` in flight (halves on a 429 or 503, at most once for each round
/// trip; grows by one for each window of successes, never above parallelism), rate cap, retries by the table.
/// A 429 (its Retry-After, or the own backoff) and a 503 with Retry-After shut the window for all calls. If
/// the service asks for a longer wait than the retry deadline, queued calls end as `throttled` at once
/// instead of waiting for it. Calls start in the order of start().
class Dispatcher {
public:
  /// `known`: what the answers may not say. Whatever can only be quoted (see cut_words) is cut by it.
  Dispatcher(Transport& transport, base::Clock& clock, base::Random& random, DispatchLimits limits,
             const base::KnownSecrets* known = nullptr);
  ~Dispatcher();
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;

  [[nodiscard]] CallId start(Request request, Repeat repeat);
  /// The next finished call, waiting until `until` at the latest. nullopt: time is up, or the transport woke
  /// early (a signal). Without any call it is the program's sleep.
  [[nodiscard]] std::optional<Finished> next(base::TimePoint until);
  /// Calls not yet handed to the transport, and those waiting for a retry, end as `cancelled`; calls in
  /// flight go on, and end with the attempt that is under way. Calls started later are not affected.
  void drop_queued();
  /// Cancels everything at once: each call still ends, as `cancelled`, and is handed out by next().
  void cancel_all();
  [[nodiscard]] size_t pending() const; ///< calls started and not yet handed out by next()
  [[nodiscard]] size_t in_flight() const;
  [[nodiscard]] int window() const;
  [[nodiscard]] const DispatchCounts& counts() const;

private:
  class State;
  std::unique_ptr<State> state_;
};

} // namespace cerec::http
