#include "cerec/apply/executor.hpp"

#include "apply/executor_loop.hpp"
#include "apply/in_effect.hpp"
#include "cerec/crypto/hash.hpp"

#include <algorithm>

namespace cerec::apply {
namespace {

std::string new_nonce(io::Random& random) {
  std::string bytes;
  for (uint64_t value = random.next(); bytes.size() < 8; value >>= 8U)
    bytes += static_cast<char>(value & 0xFFU);
  return crypto::base32(bytes); // 13 characters that any tag may hold
}

Context context_of(const Inputs& inputs, const api::Requests& requests, Ports& ports) {
  Context context{inputs, requests, new_nonce(ports.random), ports.clock.now(), std::nullopt};
  // The listing is older than this run: what it says of the time is at most too early, and makes nobody
  // older.
  context.service = {context.now, inputs.live.as_of.value_or(ports.clock.wall())};
  return context;
}

tokens::Custody::Memory memory_of(const Inputs& inputs) {
  tokens::Custody::Memory memory = inputs.deliveries;
  memory.key = &inputs.key;
  return memory;
}

} // namespace

Executor::Executor(const Inputs& inputs, const api::Requests& requests, Ports& ports)
    : inputs_(inputs), ports_(ports), http_(ports.dispatcher), context_(context_of(inputs, requests, ports)),
      intents_(inputs.intents_path, inputs.plan.binding, ports.files), journal_(inputs.plan, ports),
      schedule_(inputs.plan), handover_(inputs, context_),
      custody_({ports.files, ports.processes, ports.out}, memory_of(inputs)), tokens_(custody_, ports.clock),
      halt_(inputs.limits), next_progress_(ports.clock.now() + inputs.limits.progress_every) {}

base::TimePoint Executor::tick() {
  context_.now = ports_.clock.now();
  return context_.now;
}

model::Outcome Executor::run() {
  recall();
  refuse_unfit();
  std::vector<std::string> warnings = handover_.begin(custody_, journal_);
  handover_.publish_kept(journal_, custody_);
  while (true) {
    poll_signals();
    if (stopped_)
      break;
    send_posts();
    admit();
    if (!more())
      break;
    wait_for_something();
    fire_timers();
    flush_tokens();
    tell_progress();
  }
  intents_.finish();
  if (const auto done = custody_.finish(); !done)
    warnings.push_back("a sink keeps its newest tokens in its journal: " + done.error().message);
  if (const auto& why = halt_.reason())
    skip(schedule_.take_rest(), why->text, why->kind);
  model::Outcome outcome = journal_.finish(signal_, !inputs_.left.stale.empty());
  outcome.warnings = std::move(warnings);
  return outcome;
}

void Executor::wait_for_something() {
  base::TimePoint until = next_progress_;
  if (!timers_.empty())
    until = std::min(until, timers_.begin()->first);
  if (!tokens_.empty())
    until = std::min(until, http_.pending() == 0 ? ports_.clock.now() : tokens_.due());
  // What else has arrived is taken along, so that one write of tokens serves all of it.
  for (auto ended = http_.next(until); ended; ended = http_.next(ports_.clock.now()))
    finished(*ended);
}

void Executor::fire_timers() {
  while (!timers_.empty() && timers_.begin()->first <= tick()) {
    const size_t change = timers_.begin()->second;
    timers_.erase(timers_.begin());
    Job& job = *jobs_.at(change);
    job.timer.reset();
    advance(change, job.steps[job.step]->woke());
  }
}

void Executor::flush_tokens() {
  if (tokens_.empty())
    return;
  if (ports_.clock.now() < tokens_.due() && http_.pending() > 0)
    return;
  for (tokens::TokenQueue::Result& each : tokens_.flush()) {
    tick();
    advance(each.change, jobs_.at(each.change)->steps[jobs_.at(each.change)->step]->delivered(each.result));
  }
}

void Executor::tell_progress() {
  if (ports_.clock.now() < next_progress_)
    return;
  journal_.progress(jobs_.size());
  next_progress_ = ports_.clock.now() + inputs_.limits.progress_every;
}

model::Outcome run(const Inputs& inputs, const api::Requests& requests, Ports& ports) {
  const model::Plan plan = without_done(inputs.plan, inputs.left.done);
  const Inputs rest{plan,
                    inputs.desired,
                    inputs.live,
                    inputs.key,
                    inputs.default_sinks,
                    inputs.limits,
                    inputs.left,
                    inputs.known_entries,
                    inputs.intents_path,
                    inputs.deliveries,
                    inputs.previous_accounts,
                    inputs.looked_at};
  model::Outcome outcome = Executor(rest, requests, ports).run();
  add_done(outcome, inputs.left.done);
  for (const std::string& second : inputs.left.seconds)
    outcome.warnings.push_back(second + ": `cerec plan` does");
  outcome.stale = outcome.stale || !inputs.left.seconds.empty();
  return outcome;
}

} // namespace cerec::apply
