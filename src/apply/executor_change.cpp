#include "apply/executor_loop.hpp"

#include <fmt/format.h>

namespace cerec::apply {
namespace {

/// Nothing of it was begun.
End not_as_planned(std::string message) {
  End end = end_moved(std::move(message));
  end.ending = model::Ending::not_tried;
  return end;
}

} // namespace

using model::ChangeKind;
using model::Ending;

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
    end(index, not_as_planned("no manifest declares it"));
  else if (change.kind != ChangeKind::create && facts.planned == nullptr)
    end(index,
        not_as_planned(fmt::format("instance {} is gone since the plan was made", change.instance_id)));
  else
    advance(index, job.steps.front()->start());
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
  job.call = http_.start(std::move(send.request), send.repeat);
  calls_.emplace(*job.call, change);
}

/// One durable write for all creates that are ready, and only then the creates.
void Executor::send_posts() {
  if (posts_.empty())
    return;
  intents_.flush();
  for (auto& [change, post] : std::exchange(posts_, {})) {
    Job& job = *jobs_.at(change);
    job.call = http_.start(std::move(post.request), post.repeat);
    calls_.emplace(*job.call, change);
  }
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

} // namespace cerec::apply
