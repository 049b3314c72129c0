#include "http/dispatch_state.hpp"

#include "cerec/http/date.hpp"
#include "http/quoted_words.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::http {
namespace {

tl::unexpected<TransportError> error(TransportError::Kind kind, bool maybe_sent, std::string message) {
  return tl::unexpected<TransportError>(TransportError{kind, maybe_sent, std::move(message)});
}

} // namespace

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

} // namespace cerec::http
