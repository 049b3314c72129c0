#pragma once
#include "cerec/http/dispatcher.hpp"
#include "http/window.hpp"

#include <deque>
#include <map>
#include <set>

namespace cerec::http {

/// A call is in exactly one place: ready, waiting for a retry, in flight, or finished.
class Dispatcher::State final : public io::Source {
public:
  State(Transport& transport, io::Loop& loop, io::Clock& clock, io::Random& random,
        const DispatchLimits& limits, const base::KnownSecrets* known)
      : transport_(transport), loop_(loop), clock_(clock), random_(random), limits_(limits), known_(known),
        window_(limits.parallelism), pace_(limits.max_rps), transport_member_(loop, transport),
        member_(loop, *this) {}

  void pump() override;
  [[nodiscard]] base::TimePoint due() override { return due_; }

  [[nodiscard]] uint64_t new_owner();
  void forget(uint64_t owner);
  CallId start(uint64_t owner, Request request, Repeat repeat);
  std::optional<Finished> next(uint64_t owner, base::TimePoint until);
  std::optional<Finished> take(uint64_t owner);
  void drop_queued(uint64_t owner);
  void cancel_all(uint64_t owner);
  [[nodiscard]] size_t pending(uint64_t owner) const { return owners_.at(owner).pending; }
  [[nodiscard]] size_t in_flight() const { return in_flight_.size(); }
  [[nodiscard]] int window() const { return window_.size(); }
  [[nodiscard]] const DispatchCounts& counts() const { return counts_; }

private:
  base::TimePoint send_what_may_go(base::TimePoint now);
  void send(CallId id, base::TimePoint now);
  void refuse_ready(base::TimePoint now);
  void complete(Completion completion);
  Attempt judge(const base::Result<Response, TransportError>& result);
  void throttle(const Attempt& attempt, Window::Round round);
  void finish(CallId id, base::Result<Response, TransportError> result);
  void finish_cancelled(CallId id);
  [[nodiscard]] bool is_of(CallId id, uint64_t owner) const { return calls_.at(id).owner == owner; }

  struct Call {
    uint64_t owner = 0;
    Request request; ///< kept for a retry
    Repeat repeat = Repeat::never;
    int attempts = 0;
    bool maybe_sent = false;
    bool earlier_open = false; ///< see Finished
    bool last_attempt = false; ///< dropped while in flight: no retry
    base::TimePoint first_sent{};
    base::TimePoint last_sent{};
    Window::Round round = 0;
    RequestId request_id = 0; ///< of the attempt in flight
  };
  struct Owner {
    size_t pending = 0; ///< started and not yet taken
    std::deque<Finished> finished;
  };

  Transport& transport_;
  io::Loop& loop_;
  io::Clock& clock_;
  io::Random& random_;
  DispatchLimits limits_;
  const base::KnownSecrets* known_;
  DispatchCounts counts_;
  Window window_;
  Pace pace_;
  base::TimePoint shut_until_{};
  CallId last_id_ = 0;
  std::map<CallId, Call> calls_;
  std::set<CallId> ready_; ///< in the order of start(), so a due retry goes before later calls
  std::set<std::pair<base::TimePoint, CallId>> waiting_;
  std::map<RequestId, CallId> in_flight_;
  std::map<uint64_t, Owner> owners_;
  uint64_t last_owner_ = 0;
  base::TimePoint due_ = base::TimePoint::max();
  io::Membership transport_member_, member_; ///< in this order: answers first, then what follows from them
};

} // namespace cerec::http
