#pragma once
#include "cerec/http/retry.hpp"

#include <deque>
#include <map>
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
  bool maybe_sent = false; ///< any attempt may have reached the service
};

/// Calls over a Transport: at most `window` in flight (halves on a throttle, grows by one for each window of
/// successes, never above parallelism), rate cap, retries by the table. Calls start in the order of start().
class Dispatcher {
public:
  Dispatcher(Transport& transport, base::Clock& clock, base::Random& random, DispatchLimits limits);

  [[nodiscard]] CallId start(Request request, Repeat repeat);
  /// The next finished call, waiting until `until` at the latest. nullopt: time is up, or the transport woke
  /// early.
  [[nodiscard]] std::optional<Finished> next(base::TimePoint until);
  /// Calls not yet handed to the transport, and those waiting for a retry, end as `cancelled`; calls in
  /// flight go on.
  void drop_queued();
  /// Cancels everything at once.
  void cancel_all();
  [[nodiscard]] size_t pending() const; ///< calls started and not finished
  [[nodiscard]] size_t in_flight() const;
  [[nodiscard]] int window() const;
  [[nodiscard]] const DispatchCounts& counts() const;

private:
  struct Call;
  Transport& transport_;
  base::Clock& clock_;
  base::Random& random_;
  DispatchLimits limits_;
  std::map<CallId, std::unique_ptr<Call>> calls_;
  // The rest of the state is the author's; see src/http/dispatcher.cpp.
};

} // namespace cerec::http
