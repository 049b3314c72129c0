#pragma once
#include "cerec/base/time.hpp"
#include "cerec/http/transport.hpp"
#include "cerec/sim/fault.hpp"
#include "cerec/sim/platform.hpp"
#include "cerec/sim/timeline.hpp"

#include <memory>
#include <string>
#include <vector>

namespace cerec::sim {

/// How long things take; each is drawn uniformly from its range.
struct Latency {
  struct Range {
    base::Duration least{0}, most{0};
  };
  Range wire{base::Duration{1}, base::Duration{1}};     ///< one way
  Range service{base::Duration{2}, base::Duration{2}};  ///< arrival to commit, and answer
  Range create{base::Duration{20}, base::Duration{20}}; ///< the same, of a create
};

/// One request that arrived (or was refused), in the order of arrival.
struct RequestRecord {
  base::TimePoint time{};
  std::string actor;
  http::Method method = http::Method::get;
  std::string path;  ///< below the base path
  std::string query; ///< as sent
  std::string body;  ///< in clear: for tests only
  Effect effect;     ///< what went wrong
  int status = 0;    ///< of the answer as sent to the client; 0: none (yet)
  bool committed = false;
  /// "GET /instances?tags..."
  [[nodiscard]] std::string line() const;
};

/// The simulated service of one world: platform, faults, latencies and the log of requests. The transports of
/// all actors share it; it outlives them and the events on the timeline.
struct Service {
  explicit Service(Timeline& timeline_in, const PlatformConfig& config = {});

  Timeline& timeline;
  VirtualClock clock;
  Platform platform;
  Faults faults;
  Latency latency;
  SeededRandom random;
  std::vector<RequestRecord> requests;
  /// Requests to come that still have an effect (late commits too).
  size_t busy = 0;

  /// "GET /instances", one line each, in order of arrival, for whole-text comparisons.
  [[nodiscard]] std::string request_lines(size_t from = 0) const;
};

/// The network port in memory under virtual time. Requests in flight when it is destroyed still arrive and
/// still have their effect, as when a process dies.
class MemoryTransport : public http::Transport {
public:
  MemoryTransport(Service& service, std::string actor);
  ~MemoryTransport() override;

  [[nodiscard]] http::RequestId submit(http::Request request) override;
  [[nodiscard]] std::optional<http::Completion> take() override;
  void pump() override {}
  [[nodiscard]] bool news() override;
  void cancel(http::RequestId id) override;

private:
  struct Inbox;
  struct Exchange;
  static void arrive(const std::shared_ptr<Exchange>& exchange);
  static void commit(const std::shared_ptr<Exchange>& exchange);
  static void end(const std::shared_ptr<Exchange>& exchange, std::optional<Answer> answer);
  static void deliver(const std::shared_ptr<Exchange>& exchange,
                      base::Result<http::Response, http::TransportError> result, base::Duration delay);

  Service& service_;
  std::string actor_;
  std::shared_ptr<Inbox> inbox_;
};

} // namespace cerec::sim
