#include "cerec/http/dispatcher.hpp"

#include "cerec/http/date.hpp"
#include "http/quoted_words.hpp"
#include "http/window.hpp"

#include <algorithm>
#include <deque>
#include <fmt/format.h>
#include <map>
#include <set>

namespace cerec::http {
namespace {

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

tl::unexpected<TransportError> error(TransportError::Kind kind, bool maybe_sent, std::string message) {
  return tl::unexpected<TransportError>(TransportError{kind, maybe_sent, std::move(message)});
}

} // namespace

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

uint64_t Dispatcher::State::new_owner() {
  owners_.try_emplace(++last_owner_);
  return last_owner_;
}

void Dispatcher::State::forget(uint64_t owner) {
  cancel_all(owner);
  owners_.erase(owner);
  std::erase_if(in_flight_, [&](const auto& each) { return is_of(each.second, owner); });
  std::erase_if(calls_, [&](const auto& each) { return each.second.owner == owner; });
}

CallId Dispatcher::State::start(uint64_t owner, Request request, Repeat repeat) {
  const CallId id = ++last_id_;
  Call call;
  call.owner = owner;
  call.request = std::move(request);
  call.repeat = repeat;
  calls_.emplace(id, std::move(call));
  ready_.insert(id);
  ++owners_.at(owner).pending;
  return id;
}

std::optional<Finished> Dispatcher::State::next(uint64_t owner, base::TimePoint until) {
  loop_.wait(until, [&] { return !owners_.at(owner).finished.empty(); });
  return take(owner);
}

std::optional<Finished> Dispatcher::State::take(uint64_t owner) {
  Owner& mine = owners_.at(owner);
  if (mine.finished.empty())
    return std::nullopt;
  Finished finished = std::move(mine.finished.front());
  mine.finished.pop_front();
  --mine.pending;
  return finished;
}

void Dispatcher::State::pump() {
  while (auto completion = transport_.take())
    complete(std::move(*completion));
  due_ = send_what_may_go(clock_.now());
}

/// Sends all that may be sent now. The time at which more may go without an answer coming in.
base::TimePoint Dispatcher::State::send_what_may_go(base::TimePoint now) {
  while (!waiting_.empty() && waiting_.begin()->first <= now) {
    ready_.insert(waiting_.begin()->second);
    waiting_.erase(waiting_.begin());
  }
  base::TimePoint wake = waiting_.empty() ? base::TimePoint::max() : waiting_.begin()->first;
  if (!ready_.empty() && shut_until_ - now > limits_.retry.deadline)
    refuse_ready(now);
  while (!ready_.empty() && in_flight_.size() < static_cast<size_t>(window_.size())) {
    const base::TimePoint earliest = std::max(shut_until_, pace_.earliest());
    if (earliest > now)
      return std::min(wake, earliest);
    const CallId id = *ready_.begin();
    if (const auto& send_by = calls_.at(id).request.send_by; send_by && now > *send_by) {
      ready_.erase(id);
      finish_cancelled(id);
    } else {
      send(id, now);
    }
  }
  return wake;
}

void Dispatcher::State::send(CallId id, base::TimePoint now) {
  ready_.erase(id);
  Call& call = calls_.at(id);
  if (call.attempts++ == 0)
    call.first_sent = now;
  call.last_sent = now;
  ++counts_.sent;
  if (call.attempts > 1)
    ++counts_.retries;
  call.round = window_.round();
  pace_.started(now);
  call.request_id = transport_.submit(call.request);
  in_flight_.emplace(call.request_id, id);
}

/// The service asked for a wait beyond every deadline: nothing queued could be sent in time.
void Dispatcher::State::refuse_ready(base::TimePoint now) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(shut_until_ - now).count();
  const auto ready = ready_;
  ready_.clear();
  for (const CallId id : ready) {
    finish(id,
           error(TransportError::Kind::throttled, false,
                 fmt::format("not sent: the service asked to wait {} s before the next request", seconds)));
  }
}

void Dispatcher::State::complete(Completion completion) {
  const auto found = in_flight_.find(completion.id);
  if (found == in_flight_.end())
    return;
  const CallId id = found->second;
  in_flight_.erase(found);
  Call& call = calls_.at(id);
  const Attempt attempt = judge(completion.result);
  call.maybe_sent = call.maybe_sent || attempt.maybe_sent;
  if (attempt.status && is_throttle(*attempt.status)) {
    throttle(attempt, call.round);
  } else if (attempt.status) {
    window_.success(call.round);
  }
  const base::TimePoint now = clock_.now();
  const auto delay = call.last_attempt ? std::nullopt
                                       : retry_delay(call.repeat, attempt, call.attempts,
                                                     now - call.first_sent, limits_.retry, random_.next());
  if (delay) {
    call.earlier_open = call.earlier_open || may_have_acted(class_of(attempt));
    waiting_.emplace(now + *delay, id);
  } else {
    finish(id, std::move(completion.result));
  }
}

Attempt Dispatcher::State::judge(const base::Result<Response, TransportError>& result) {
  Attempt attempt;
  if (!result) {
    attempt.maybe_sent = result.error().maybe_sent;
    attempt.permanent = is_permanent(result.error().kind);
    return attempt;
  }
  attempt.status = result->status;
  if (is_throttle(result->status)) {
    const auto date = result->header("date");
    const auto told = date ? parse_date(*date) : std::nullopt; // a date is meant by the clock that wrote it
    if (const auto value = result->header("retry-after"))
      attempt.retry_after = parse_retry_after(*value, told.value_or(clock_.wall()));
  }
  return attempt;
}

void Dispatcher::State::throttle(const Attempt& attempt, Window::Round round) {
  ++counts_.throttles;
  const bool first_of_round = window_.throttled(round);
  base::Duration pause = attempt.retry_after.value_or(base::Duration(0));
  if (*attempt.status == 429 && first_of_round)
    pause = std::max(pause, backoff(window_.throttled_rounds(), limits_.retry, random_.next()));
  const base::TimePoint now = clock_.now();
  const base::TimePoint open = now + pause;
  if (open <= shut_until_)
    return;
  counts_.throttled += open - std::max(shut_until_, now);
  shut_until_ = open;
}

void Dispatcher::State::finish(CallId id, base::Result<Response, TransportError> result) {
  if (known_ != nullptr)
    cut_words(result, *known_);
  const auto found = calls_.find(id);
  Finished finished{id,
                    std::move(result),
                    found->second.attempts,
                    found->second.maybe_sent,
                    found->second.last_sent,
                    found->second.earlier_open};
  const auto owner = owners_.find(found->second.owner);
  calls_.erase(found);
  if (!finished.result)
    finished.result.error().maybe_sent = finished.maybe_sent;
  if (owner != owners_.end()) // else nobody waits for it any more
    owner->second.finished.push_back(std::move(finished));
}

void Dispatcher::State::finish_cancelled(CallId id) {
  const bool maybe_sent = calls_.at(id).maybe_sent;
  finish(id, error(TransportError::Kind::cancelled, maybe_sent, "cancelled"));
}

void Dispatcher::State::drop_queued(uint64_t owner) {
  std::vector<CallId> dropped;
  for (const CallId id : ready_)
    if (is_of(id, owner))
      dropped.push_back(id);
  for (const auto& [when, id] : waiting_)
    if (is_of(id, owner))
      dropped.push_back(id);
  std::erase_if(ready_, [&](CallId id) { return is_of(id, owner); });
  std::erase_if(waiting_, [&](const auto& each) { return is_of(each.second, owner); });
  for (const CallId id : dropped)
    finish_cancelled(id);
  for (const auto& [request_id, id] : in_flight_)
    if (is_of(id, owner))
      calls_.at(id).last_attempt = true;
}

void Dispatcher::State::cancel_all(uint64_t owner) {
  drop_queued(owner);
  for (const auto& [request_id, id] : in_flight_)
    if (is_of(id, owner))
      transport_.cancel(request_id);
}

Dispatcher::Dispatcher(Transport& transport, io::Loop& loop, io::Clock& clock, io::Random& random,
                       DispatchLimits limits, const base::KnownSecrets* known)
    : state_(std::make_unique<State>(transport, loop, clock, random, limits, known)) {}
Dispatcher::~Dispatcher() = default;
size_t Dispatcher::in_flight() const {
  return state_->in_flight();
}
int Dispatcher::window() const {
  return state_->window();
}
const DispatchCounts& Dispatcher::counts() const {
  return state_->counts();
}

Calls::Calls(Dispatcher& dispatcher) : state_(*dispatcher.state_), owner_(state_.new_owner()) {}
Calls::~Calls() {
  state_.forget(owner_);
}
CallId Calls::start(Request request, Repeat repeat) {
  return state_.start(owner_, std::move(request), repeat);
}
std::optional<Finished> Calls::next(base::TimePoint until) {
  return state_.next(owner_, until);
}
std::optional<Finished> Calls::take() {
  return state_.take(owner_);
}
void Calls::drop_queued() {
  state_.drop_queued(owner_);
}
void Calls::cancel_all() {
  state_.cancel_all(owner_);
}
size_t Calls::pending() const {
  return state_.pending(owner_);
}

} // namespace cerec::http
