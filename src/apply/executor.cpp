#include "cerec/apply/executor.hpp"

#include "apply/halt.hpp"
#include "apply/handover.hpp"
#include "apply/intents.hpp"
#include "apply/journal.hpp"
#include "apply/schedule.hpp"
#include "apply/steps.hpp"
#include "cerec/crypto/hash.hpp"
#include "cerec/tokens/token_queue.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <memory>

namespace cerec::apply {
namespace {

using model::ChangeKind;
using model::Ending;

/// One change under way.
struct Job {
  explicit Job(const model::Change& change) : facts{change} {}
  Facts facts;
  std::vector<std::unique_ptr<Step>> steps;
  size_t step = 0;
  base::TimePoint since{};
  std::optional<http::CallId> call;
  CallKind call_kind = CallKind::detail;
  bool call_writes = false;
  bool let_go = false; ///< its phase does not wait for it any more
  std::optional<base::TimePoint> timer;
};

class Executor {
public:
  Executor(const Inputs& inputs, const api::Requests& requests, Ports& ports);
  model::Outcome run();

private:
  // What may start.
  void refuse_unfit();
  void admit();
  [[nodiscard]] bool creates_may_start();
  void begin(size_t change);
  void skip(const std::vector<size_t>& changes, const std::string& why, base::FailureKind kind);
  // What happens.
  void poll_signals();
  void take_back_posts();
  void send_posts();
  void wait_for_something();
  void finished(const http::Finished& finished);
  void fire_timers();
  void flush_tokens();
  void tell_progress();
  // One change.
  void advance(size_t change, Command command);
  void send(size_t change, Job& job, Send send);
  void publish(size_t change, Job& job, bool withdraw);
  void end(size_t change, End end);
  void judge_tags(const Facts& facts);
  void stop_all();
  void recall();
  base::TimePoint tick(); ///< tells the steps the time
  [[nodiscard]] bool more() const { return !jobs_.empty(); }

  const Inputs& inputs_;
  Ports& ports_;
  Context context_;
  Intents intents_;
  Journal journal_;
  Schedule schedule_;
  Handover handover_;
  tokens::Custody custody_;
  tokens::TokenQueue tokens_;
  std::map<size_t, std::unique_ptr<Job>> jobs_;
  std::map<http::CallId, size_t> calls_;
  std::map<size_t, Send> posts_; ///< creates that leave together, after their intents were written
  std::set<std::pair<base::TimePoint, size_t>> timers_;
  Halt halt_;
  base::TimePoint next_progress_{};
  bool stopped_ = false; ///< the second signal
  bool told_alone_ = false;
  int signal_ = 0;
};

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

Executor::Executor(const Inputs& inputs, const api::Requests& requests, Ports& ports)
    : inputs_(inputs), ports_(ports), context_(context_of(inputs, requests, ports)),
      intents_(inputs.intents_path, inputs.plan.binding, ports.files), journal_(inputs.plan, ports),
      schedule_(inputs.plan), handover_(inputs, context_),
      custody_({ports.files, ports.processes, ports.out}, memory_of(inputs)), tokens_(custody_, ports.clock),
      halt_(inputs.limits), next_progress_(ports.clock.now() + inputs.limits.progress_every) {}

base::TimePoint Executor::tick() {
  context_.now = ports_.clock.now();
  return context_.now;
}

/// What earlier runs in this folder may have under way, and what the plan's own dedupes watch.
void Executor::recall() {
  const auto& live = inputs_.live.instances;
  context_.tags_proven = std::any_of(live.begin(), live.end(), [](const model::LiveInstance& each) {
    return each.ownership.settled && each.ownership.readable();
  });
  const base::WallTime now = ports_.clock.wall();
  for (const auto& [id, at] : intents_.read(now, inputs_.limits.settle_limit))
    context_.posted_before.emplace(id, context_.now + (at + inputs_.limits.settle_limit - now));
  for (const model::Change& change : inputs_.plan.changes)
    if (change.kind == ChangeKind::dedupe && !change.refused())
      context_.deduped.insert(change.instance_id);
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
  model::Outcome outcome = journal_.finish(signal_, !inputs_.stale.empty());
  outcome.warnings = std::move(warnings);
  return outcome;
}

/// Changes that the plan refuses, and those of a saved plan that no longer fit.
void Executor::refuse_unfit() {
  const bool all = inputs_.limits.strict && !inputs_.stale.empty();
  for (size_t i = 0; i < inputs_.plan.changes.size(); ++i) {
    const model::Change& change = inputs_.plan.changes[i];
    if (change.kind == ChangeKind::keep)
      continue;
    const auto stale = inputs_.stale.find(i);
    if (change.refused()) {
      schedule_.refuse(i);
      std::string reason(model::text_of(change.refusal));
      std::replace(reason.begin(), reason.end(), '_', ' ');
      End end = end_not_tried("refused: " + reason, base::FailureKind::refused);
      end.next_step = change.advice;
      journal_.skipped(i, std::move(end));
    } else if (stale != inputs_.stale.end() || all) {
      schedule_.refuse(i);
      journal_.skipped(i, end_not_tried(stale != inputs_.stale.end() ? stale->second
                                                                     : "another change of the plan is stale",
                                        base::FailureKind::stale));
    }
  }
}

void Executor::skip(const std::vector<size_t>& changes, const std::string& why, base::FailureKind kind) {
  for (const size_t change : changes)
    journal_.skipped(change, end_not_tried(why, kind));
}

/// Starts changes while the window has room. A change's further requests go first, since it is only asked
/// when nothing of the changes under way waits to be sent.
void Executor::admit() {
  while (!halt_.reason() && ports_.dispatcher.pending() < static_cast<size_t>(ports_.dispatcher.window())) {
    const std::optional<size_t> change = schedule_.next(creates_may_start());
    skip(schedule_.take_held_back(), "not everything before it went well", base::FailureKind::error);
    if (!change)
      return;
    begin(*change);
  }
}

/// Until it is known what the service does to reserved tags, one create at a time (docs/tags.md).
bool Executor::creates_may_start() {
  if (context_.tags_proven)
    return true;
  const auto alone = std::find_if(jobs_.begin(), jobs_.end(), [](const auto& job) {
    const ChangeKind kind = job.second->facts.change.kind;
    return kind == ChangeKind::create || kind == ChangeKind::replace;
  });
  if (alone == jobs_.end())
    return true;
  if (!told_alone_ && schedule_.holds_creates()) {
    told_alone_ = true;
    journal_.waiting(alone->second->facts,
                     "the first create of cerec's in this account runs alone, until it is found by its tag",
                     alone->second->since);
  }
  return false;
}

void Executor::begin(size_t index) {
  const model::Change& change = inputs_.plan.changes[index];
  Job& job = *jobs_.emplace(index, std::make_unique<Job>(change)).first->second;
  Facts& facts = job.facts;
  job.since = tick();
  facts.desired = handover_.desired(change.address);
  facts.planned = handover_.planned(change.instance_id);
  facts.looked_at = inputs_.looked_at.value_or(context_.service.at);
  if (facts.planned != nullptr)
    facts.instance = *facts.planned;
  facts.fresh_token = makes_token_new(change);
  job.steps = make_steps(context_, facts);
  journal_.started(facts);
  const bool writes_values = change.kind == ChangeKind::create || change.kind == ChangeKind::update ||
                             change.kind == ChangeKind::adopt || change.kind == ChangeKind::replace;
  if (writes_values && facts.desired == nullptr)
    end(index, end_moved("no manifest declares it"));
  else if (change.kind != ChangeKind::create && facts.planned == nullptr)
    end(index, end_moved(fmt::format("instance {} is gone since the plan was made", change.instance_id)));
  else
    advance(index, job.steps.front()->start());
}

void Executor::poll_signals() {
  const int count = ports_.signals.count();
  if (count > 0 && !context_.draining && more()) {
    signal_ = ports_.signals.first();
    context_.draining = ports_.clock.now();
    halt_.now("interrupted", base::FailureKind::interrupted);
    ports_.dispatcher.drop_queued();
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

/// One durable write for all creates that are ready, and only then the creates.
void Executor::send_posts() {
  if (posts_.empty())
    return;
  intents_.flush();
  for (auto& [change, post] : std::exchange(posts_, {})) {
    Job& job = *jobs_.at(change);
    job.call = ports_.dispatcher.start(std::move(post.request), post.repeat);
    calls_.emplace(*job.call, change);
  }
}

/// The second signal: everything that is under way ends here, with what is known.
void Executor::stop_all() {
  stopped_ = true;
  posts_.clear();
  ports_.dispatcher.cancel_all();
  while (!calls_.empty()) {
    const auto ended = ports_.dispatcher.next(ports_.clock.now());
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

void Executor::wait_for_something() {
  base::TimePoint until = next_progress_;
  if (!timers_.empty())
    until = std::min(until, timers_.begin()->first);
  if (!tokens_.empty())
    until = std::min(until, ports_.dispatcher.pending() == 0 ? ports_.clock.now() : tokens_.due());
  // What else has arrived is taken along, so that one write of tokens serves all of it.
  for (auto ended = ports_.dispatcher.next(until); ended; ended = ports_.dispatcher.next(ports_.clock.now()))
    finished(*ended);
}

void Executor::finished(const http::Finished& finished) {
  const auto call = calls_.find(finished.id);
  if (call == calls_.end())
    return;
  const size_t change = call->second;
  calls_.erase(call);
  Job& job = *jobs_.at(change);
  job.call.reset();
  journal_.count(job.call_kind, finished.attempts);
  job.facts.touched = job.facts.touched || (job.call_writes && finished.maybe_sent);
  tick();
  const Command command = job.steps[job.step]->answered(finished);
  if (ports_.known != nullptr)
    ports_.known->add(job.facts.instance.token);
  advance(change, command);
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
  if (ports_.clock.now() < tokens_.due() && ports_.dispatcher.pending() > 0)
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

void Executor::advance(size_t change, Command command) {
  Job& job = *jobs_.at(change);
  if (job.facts.post == Facts::Post::clear)
    intents_.close(job.facts.change.address.logical_id);
  context_.tags_proven = context_.tags_proven || job.facts.found_by_tag;
  while (std::holds_alternative<Next>(command)) {
    if (++job.step == job.steps.size()) {
      end(change, End{});
      return;
    }
    if (!job.let_go && !job.steps[job.step]->holds_back()) {
      job.let_go = true;
      schedule_.ended(change, true);
    }
    command = job.steps[job.step]->start();
  }
  if (auto* call = std::get_if<Send>(&command)) {
    send(change, job, std::move(*call));
  } else if (auto* wait = std::get_if<Wait>(&command)) {
    if (!wait->why.empty())
      journal_.waiting(job.facts, wait->why, job.since);
    job.timer = wait->until;
    timers_.emplace(wait->until, change);
  } else if (const auto* handover = std::get_if<Deliver>(&command)) {
    publish(change, job, handover->withdraw);
  } else {
    end(change, std::move(std::get<End>(command)));
  }
}

void Executor::send(size_t change, Job& job, Send send) {
  job.call_kind = send.kind;
  job.call_writes = send.writes();
  if (send.kind == CallKind::create) {
    intents_.open(job.facts.change.address.logical_id, ports_.clock.wall());
    posts_.insert_or_assign(change, std::move(send));
    return;
  }
  job.call = ports_.dispatcher.start(std::move(send.request), send.repeat);
  calls_.emplace(*job.call, change);
}

void Executor::publish(size_t change, Job& job, bool withdraw) {
  tokens_.add(change, withdraw ? handover_.withdrawal(job.facts) : handover_.delivery(job.facts), withdraw);
}

/// What a create says of the service's dealing with tags; the next one would cost another instance.
void Executor::judge_tags(const Facts& facts) {
  const bool may_exist = facts.post == Facts::Post::open || facts.posted_id != 0;
  if (facts.tags_lost)
    halt_.now("the service does not keep the tags that cerec needs", base::FailureKind::error);
  else if (may_exist && !context_.tags_proven)
    halt_.now("it is not known whether the service keeps the tags that cerec needs",
              base::FailureKind::error);
}

void Executor::end(size_t change, End ending) {
  const auto found = jobs_.find(change);
  const std::unique_ptr<Job> job = std::move(found->second);
  jobs_.erase(found);
  if (job->timer)
    timers_.erase({*job->timer, change});
  if (job->call)
    calls_.erase(*job->call);
  if (ending.ending == Ending::not_tried && job->facts.touched) // a step gave up halfway
    ending.ending = Ending::unknown;
  judge_tags(job->facts);
  halt_.judge(ending);
  if (!job->let_go)
    schedule_.ended(change, ending.ending == Ending::done);
  journal_.ended(change, job->facts, std::move(ending), job->since);
}

} // namespace

model::Outcome run(const Inputs& inputs, const api::Requests& requests, Ports& ports) {
  return Executor(inputs, requests, ports).run();
}

} // namespace cerec::apply
