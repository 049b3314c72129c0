#include "apply/executor_loop.hpp"

#include <utility>

namespace cerec::apply {

void Executor::poll_signals() {
  const int count = ports_.signals.count();
  if (count > 0 && !context_.draining && more()) {
    signal_ = ports_.signals.first();
    context_.draining = ports_.clock.now();
    halt_.now("interrupted", base::FailureKind::interrupted);
    http_.drop_queued();
    take_back_posts();
  } else if (count > 0 && !context_.draining) {
    // Nothing is under way: nothing to drain.
    if (const auto rest = schedule_.take_rest(); !rest.empty()) {
      signal_ = ports_.signals.first();
      skip(rest, "interrupted", base::FailureKind::interrupted);
    }
  }
  if (count > 1 && more())
    stop_all();
}

/// Creates that wait for their intents when the first signal comes do not leave.
void Executor::take_back_posts() {
  tick();
  for (const auto& [change, send] : std::exchange(posts_, {})) {
    const http::Finished unsent{
        0,
        tl::unexpected(http::TransportError{http::TransportError::Kind::cancelled, false, "not sent"}),
        0,
        false,
        {}};
    Job& job = *jobs_.at(change);
    advance(change, job.steps[job.step]->answered(unsent));
  }
}

/// The second signal: everything that is under way ends here, with what is known.
void Executor::stop_all() {
  stopped_ = true;
  posts_.clear();
  http_.cancel_all();
  while (!calls_.empty()) {
    const auto ended = http_.next(ports_.clock.now());
    if (!ended)
      break;
    const auto call = calls_.find(ended->id);
    if (call == calls_.end())
      continue;
    Job& job = *jobs_.at(call->second);
    journal_.count(job.call_kind, ended->attempts);
    job.facts.touched = job.facts.touched || (job.call_writes && ended->maybe_sent);
    job.call.reset();
    calls_.erase(call);
  }
  while (!jobs_.empty()) {
    const size_t change = jobs_.begin()->first;
    Job& job = *jobs_.begin()->second;
    const bool written = job.facts.touched || (job.call && job.call_writes);
    end(change, written ? end_unknown("stopped before its end was known") : end_interrupted());
  }
}

} // namespace cerec::apply
