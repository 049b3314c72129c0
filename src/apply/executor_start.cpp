#include "apply/executor_loop.hpp"

#include <algorithm>

namespace cerec::apply {

using model::ChangeKind;

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
    else if ((change.kind == ChangeKind::remove || change.kind == ChangeKind::release) && !change.refused())
      context_.let_go.insert(change.instance_id);
}

/// Changes that the plan refuses, and those of a saved plan that no longer fit.
void Executor::refuse_unfit() {
  const bool all = inputs_.limits.strict && !inputs_.left.stale.empty();
  for (size_t i = 0; i < inputs_.plan.changes.size(); ++i) {
    const model::Change& change = inputs_.plan.changes[i];
    if (change.kind == ChangeKind::keep)
      continue;
    const auto stale = inputs_.left.stale.find(i);
    if (change.refused()) {
      schedule_.refuse(i);
      std::string reason(model::text_of(change.refusal));
      std::replace(reason.begin(), reason.end(), '_', ' ');
      End end = end_not_tried("refused: " + reason, base::FailureKind::refused);
      end.next_step = change.advice;
      journal_.skipped(i, std::move(end));
    } else if (stale != inputs_.left.stale.end() || all) {
      schedule_.refuse(i);
      journal_.skipped(i, end_not_tried(stale != inputs_.left.stale.end()
                                            ? stale->second
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
  while (!halt_.reason() && http_.pending() < static_cast<size_t>(ports_.dispatcher.window())) {
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

} // namespace cerec::apply
