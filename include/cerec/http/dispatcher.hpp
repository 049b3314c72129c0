#pragma once
#include "cerec/base/known_secrets.hpp"
#include "cerec/http/retry.hpp"
#include "cerec/io/loop.hpp"
#include "cerec/io/ports.hpp"

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
  /// An attempt before the last one may have been carried out: a refusal of the last one says nothing of it.
  bool earlier_open = false;
};

class Calls;

/// Calls of any number of owners over one Transport: at most `window` in flight (halves on a 429 or 503, at
/// most once for each round trip; grows by one for each window of successes, never above parallelism), rate
/// cap, retries by the table. A 429 (its Retry-After, or the own backoff) and a 503 with Retry-After shut the
/// window for all calls. If the service asks for a longer wait than the retry deadline, queued calls end as
/// `throttled` at once instead of waiting for it. Calls start in the order of start().
class Dispatcher {
public:
  /// Takes part in the loop, with its transport. `known`: what the answers may not say. Whatever can only be
  /// quoted (see cut_words) is cut by it.
  Dispatcher(Transport& transport, io::Loop& loop, io::Clock& clock, io::Random& random,
             DispatchLimits limits, const base::KnownSecrets* known = nullptr);
  ~Dispatcher();
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;

  [[nodiscard]] size_t in_flight() const; ///< of all owners
  [[nodiscard]] int window() const;
  [[nodiscard]] const DispatchCounts& counts() const;

private:
  friend class Calls;
  class State;
  std::unique_ptr<State> state_;
};

/// The calls of one owner. What it started comes back to it and to nobody else; what is still under way when
/// it goes is cancelled, and its answer is dropped. The dispatcher has to outlive it.
class Calls {
public:
  explicit Calls(Dispatcher& dispatcher);
  ~Calls();
  Calls(const Calls&) = delete;
  Calls& operator=(const Calls&) = delete;

  [[nodiscard]] CallId start(Request request, Repeat repeat);
  /// The next call of these that has ended, waiting on the loop until `until` at the latest. nullopt: time is
  /// up, or a signal came in. Without any call it is the program's sleep.
  [[nodiscard]] std::optional<Finished> next(base::TimePoint until);
  /// The same without waiting: for those who wait for several things on the loop.
  [[nodiscard]] std::optional<Finished> take();
  /// Calls not yet handed to the transport, and those waiting for a retry, end as `cancelled`; calls in
  /// flight go on, and end with the attempt that is under way. Calls started later are not affected.
  void drop_queued();
  /// Cancels everything at once: each call still ends, as `cancelled`, and is handed out.
  void cancel_all();
  [[nodiscard]] size_t pending() const; ///< calls started and not yet handed out

private:
  Dispatcher::State& state_;
  uint64_t owner_;
};

} // namespace cerec::http
