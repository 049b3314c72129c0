#pragma once
#include "cerec/http/transport.hpp"
#include "cerec/io/ports.hpp"

#include <deque>
#include <functional>
#include <map>
#include <memory>

/// Fakes of the ports around the network: virtual time, no sockets.
namespace cerec::support {

/// A clock that moves only when somebody waits.
class VirtualClock final : public io::Clock {
public:
  base::TimePoint now() override { return base::TimePoint(elapsed); }
  base::WallTime wall() override { return start + elapsed; }
  base::Duration elapsed{0};
  base::WallTime start{std::chrono::sys_days{std::chrono::year{2026} / 1 / 31}}; ///< at `elapsed` 0
};

/// The same number each time; 0 makes every backoff its longest.
class ConstantRandom final : public io::Random {
public:
  explicit ConstantRandom(uint64_t number = 0) : number_(number) {}
  uint64_t next() override { return number_; }

private:
  uint64_t number_;
};

class FakeSignals final : public io::Signals {
public:
  int count() override { return received; }
  int first() override { return received > 0 ? 2 : 0; }
  int received = 0;
};

/// The loop over such a clock: time goes on to what is due next.
class FakeLoop final : public io::Loop {
public:
  FakeLoop(VirtualClock& clock, io::Signals& signals) : Loop(signals), clock_(clock) {}
  bool wait(base::TimePoint until, const Ready& ready) override;

private:
  VirtualClock& clock_;
};

using NetworkResult = base::Result<http::Response, http::TransportError>;

/// What the far side does with a request.
struct Reply {
  NetworkResult result;
  base::Duration latency{10};
};
[[nodiscard]] Reply respond(int status, std::string body = {},
                            std::vector<std::pair<std::string, std::string>> headers = {});
[[nodiscard]] Reply break_off(http::TransportError::Kind kind, bool maybe_sent);

/// A request as it was sent, for comparison.
struct Sent {
  std::string line; ///< "GET /instances?pageSize=200", without scheme and host
  base::Duration at{0};
};

/// A Transport whose answers come from a function, in virtual time.
class FakeTransport final : public http::Transport {
public:
  using Answer = std::function<Reply(const http::Request& request, size_t nth)>;
  FakeTransport(VirtualClock& clock, Answer answer) : clock_(clock), answer_(std::move(answer)) {}

  http::RequestId submit(http::Request request) override;
  std::optional<http::Completion> take() override;
  void pump() override {}
  [[nodiscard]] base::TimePoint due() override;
  void cancel(http::RequestId id) override;

  std::vector<Sent> sent;
  size_t most_in_flight = 0;
  FakeSignals* signal_at_completion = nullptr; ///< if set: a signal comes in with the first completion

private:
  VirtualClock& clock_;
  Answer answer_;
  http::RequestId last_id_ = 0;
  std::map<std::pair<base::TimePoint, http::RequestId>, NetworkResult> under_way_;
};

/// Path and query of a URL.
[[nodiscard]] std::string target_of(const std::string& url);

} // namespace cerec::support
