#include "apply/dedupe.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::apply {

namespace {

constexpr int k_most_tries = 3;

} // namespace

DedupeStep::DedupeStep(const Context& context, Facts& facts)
    : Step(context, facts), look_up_(context, facts.change.address.logical_id),
      pause_(context.inputs.limits, context.inputs.limits.pause_limit), clock_(context.service) {}

Command DedupeStep::start() {
  if (facts_.change.kind == model::ChangeKind::dedupe)
    targets_.emplace(facts_.change.instance_id, Target{facts_.change.created, context_.service.at});
  else
    for (const auto& [id, created] : facts_.others)
      targets_.emplace(id, Target{created, context_.now});
  if (targets_.empty())
    return Next{};
  if (context_.draining)
    return interrupted();
  since_ = context_.now;
  return look();
}

Command DedupeStep::woke() {
  return context_.draining ? interrupted() : look();
}

Command DedupeStep::answered(const http::Finished& finished) {
  Command command = removing_ != 0 ? removed(finished) : looked(finished);
  if (End* end = std::get_if<End>(&command); end != nullptr && own_is_gone())
    end->ending = model::Ending::unknown; // what the plan names was removed; of what came later it is told
  return command;
}

bool DedupeStep::own_is_gone() const {
  return facts_.change.kind == model::ChangeKind::dedupe && facts_.gone.contains(facts_.change.instance_id);
}

std::string DedupeStep::subject() const {
  const std::string more =
      targets_.size() > 1 ? fmt::format(" (and {} more)", targets_.size() - 1) : std::string();
  return fmt::format("instance {}{} of the same identity", targets_.begin()->first, more);
}

/// What was seen for all of that time is that old, whatever its date says.
base::TimePoint DedupeStep::judged_at(const Target& target) const {
  const Limits& limits = context_.inputs.limits;
  const auto from = model::nobodys_from(target.created, limits.unsettled_age());
  return from ? std::min(clock_.when(*from), target.seen + limits.unsettled_age())
              : target.seen + 2 * limits.pause_limit;
}

std::string DedupeStep::judged_text() const {
  return base::text_of(clock_.wall(last_judged()) + std::chrono::milliseconds(999)); // whole seconds, upwards
}

base::TimePoint DedupeStep::last_judged() const {
  base::TimePoint last = since_;
  for (const auto& [id, target] : targets_)
    last = std::max(last, judged_at(target));
  return last;
}

Command DedupeStep::look() {
  removing_ = 0;
  return look_up_.begin(context_.inputs.limits.pause_limit / 2);
}

Command DedupeStep::looked(const http::Finished& finished) {
  if (context_.draining)
    return interrupted();
  LookUp::Progress progress = look_up_.answered(finished);
  if (auto* send = std::get_if<Send>(&progress))
    return std::move(*send);
  if (const auto* error = std::get_if<api::ApiError>(&progress)) {
    if (context_.now < last_judged())
      return watch(error->text());
    return end_failed(*error,
                      fmt::format("cannot tell whether {} is nobody's, so nothing was removed", subject()));
  }
  const auto& found = std::get<LookUp::Found>(progress);
  clock_ = found.clock.value_or(clock_);
  if (auto command = compare(found))
    return std::move(*command);
  for (const auto& [id, target] : targets_)
    if (judged_at(target) <= found.as_of)
      return remove(id, found.as_of);
  return watch("another run may be at work on it");
}

/// What the listing says of the targets; nullopt: some are still there, unsettled beside a settled one.
std::optional<Command> DedupeStep::compare(const LookUp::Found& found) {
  const bool planned = facts_.change.kind == model::ChangeKind::dedupe;
  Targets alive;
  bool settled = false;
  for (const model::LiveInstance& each : found.instances) {
    const auto known = targets_.find(each.id);
    const bool target = known != targets_.end();
    if (target && each.ownership.settled)
      return stale(planned ? "it is the settled instance now; nothing was removed"
                           : fmt::format("instance {} of the same identity is settled too", each.id));
    settled = settled || each.ownership.settled;
    const bool newcomer = !each.ownership.settled && each.id != facts_.instance.id &&
                          !facts_.gone.contains(each.id) && !context_.deduped.contains(each.id) &&
                          !winner_is_let_go();
    if (target)
      alive.insert(*known);
    else if (newcomer)
      alive.emplace(each.id, Target{each.created, context_.now});
  }
  // A listing without the settled one is as of a time before it, and proves of nobody that he is gone; or
  // somebody removed that one.
  if (!settled && !winner_is_let_go()) {
    if (context_.now < std::max(last_judged(), since_ + context_.inputs.limits.pause_limit))
      return watch("no settled instance is listed beside it");
    return stale("no settled instance is beside it; nothing was removed");
  }
  targets_ = std::move(alive);
  if (targets_.empty())
    return Next{}; // their makers removed them
  return std::nullopt;
}

/// The settled one that the plan saw beside it is deleted or released by this very plan: that it is gone is
/// nobody else's doing.
bool DedupeStep::winner_is_let_go() const {
  const auto& candidates = facts_.change.candidates;
  return facts_.change.kind == model::ChangeKind::dedupe && !candidates.empty() &&
         context_.let_go.contains(candidates.front().id);
}

Command DedupeStep::watch(const std::string& why) {
  base::TimePoint first = base::TimePoint::max();
  for (const auto& [id, target] : targets_)
    first = std::min(first, judged_at(target));
  Wait wait;
  wait.until = pause_.after(context_.now);
  if (first > context_.now)
    wait.until = std::min(wait.until, first);
  if (!told_)
    wait.why = last_judged() > context_.now
                   ? fmt::format("{} is not settled ({}); waiting for its end until {}", subject(), why,
                                 judged_text())
                   : fmt::format("{} is not settled, and {}; looking again", subject(), why);
  told_ = true;
  return wait;
}

Command DedupeStep::remove(int64_t id, base::TimePoint as_of) {
  const base::Duration half = context_.inputs.limits.pause_limit / 2;
  removing_ = id;
  ++tries_;
  Send send;
  send.request = context_.requests.remove(id);
  send.request.send_by = as_of + half;
  send.request.timeout = std::min(send.request.timeout, half);
  send.repeat = http::Repeat::never; // it looks again instead
  send.kind = CallKind::remove;
  return send;
}

Command DedupeStep::removed(const http::Finished& finished) {
  if (never_left(finished))
    return context_.draining || tries_ >= k_most_tries ? interrupted() : look();
  const auto answer = api::decode_empty(finished.result);
  if (answer || is_gone(answer.error())) {
    facts_.gone.insert(removing_);
    targets_.erase(removing_);
    tries_ = 0;
    if (targets_.empty())
      return Next{};
    return context_.draining ? interrupted() : look();
  }
  const api::ApiError& error = answer.error();
  const bool again = may_have_acted(error, finished) || error.kind == api::ApiError::Kind::throttled;
  if (again && tries_ < k_most_tries && !context_.draining)
    return look();
  if (!may_have_acted(error, finished))
    return end_failed(error, fmt::format("{} was not removed", subject()));
  return end_unknown(fmt::format("the removal of instance {} of the same identity got no clear answer ({})",
                                 removing_, error.text()));
}

/// The change itself is done, if it is another one than the dedupe; the run is not.
Command DedupeStep::interrupted() {
  if (facts_.change.kind == model::ChangeKind::dedupe && !own_is_gone())
    return end_interrupted();
  facts_.remarks.push_back(fmt::format("{} is alive and not settled; `cerec apply` removes it from {} on",
                                       subject(), judged_text()));
  return Next{};
}

} // namespace cerec::apply
