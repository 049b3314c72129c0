#include "apply/claim.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::apply {

ClaimStep::ClaimStep(const Context& context, Facts& facts)
    : Step(context, facts), look_up_(context, facts.change.address.logical_id) {}

Command ClaimStep::start() {
  if (!writes(facts_.change, model::Field::ownership))
    return Next{};
  return context_.draining ? Command(end_interrupted()) : Command(look_up_.begin());
}

Command ClaimStep::answered(const http::Finished& finished) {
  if (context_.draining)
    return end_interrupted();
  LookUp::Progress progress = look_up_.answered(finished);
  if (auto* send = std::get_if<Send>(&progress))
    return std::move(*send);
  if (const auto* error = std::get_if<api::ApiError>(&progress))
    return end_failed(*error, "cannot tell whether its identity is free, so nothing was written");
  for (const model::LiveInstance& instance : std::get<LookUp::Found>(progress).instances)
    if (instance.id != facts_.change.instance_id)
      return stale(fmt::format("instance {} carries its identity since the plan was made", instance.id));
  return Next{};
}

ConfirmStep::ConfirmStep(const Context& context, Facts& facts)
    : Step(context, facts), look_up_(context, facts.change.address.logical_id),
      pause_(context.inputs.limits) {}

Command ConfirmStep::start() {
  if (!writes(facts_.change, model::Field::ownership))
    return Next{};
  started_ = context_.now;
  return look_up_.begin();
}

Command ConfirmStep::woke() {
  return undone_for_ != 0 ? undo(undone_for_) : Command(look_up_.begin());
}

Command ConfirmStep::answered(const http::Finished& finished) {
  return undone_for_ != 0 ? undone(finished) : listed(finished);
}

Command ConfirmStep::listed(const http::Finished& finished) {
  if (never_left(finished))
    return look_up_.begin(); // dropped when the first signal came: it is confirmed all the same
  LookUp::Progress progress = look_up_.answered(finished);
  if (auto* send = std::get_if<Send>(&progress))
    return std::move(*send);
  if (const auto* error = std::get_if<api::ApiError>(&progress))
    return again(error->text());
  const auto& found = std::get<LookUp::Found>(progress);
  bool shown = false, newcomer = false;
  for (const model::LiveInstance& instance : found.instances) {
    if (instance.id == facts_.instance.id)
      shown = true;
    else if (instance.ownership.settled)
      return undo(instance.id);
    else
      newcomer = rivals_.insert(instance.id).second || newcomer;
  }
  if (newcomer)
    rivals_since_ = found.as_of;
  facts_.found_by_tag = shown;
  if (!shown)
    return again("the service does not list it yet");
  if (found.instances.size() > 1 && found.as_of < rivals_since_ + 2 * context_.inputs.limits.pause_limit)
    return again("another run is creating it too; waiting to see which instance stays");
  facts_.note_others(found.instances, context_);
  return Next{};
}

Command ConfirmStep::undo(int64_t other) {
  undone_for_ = other;
  api::Patch patch;
  const model::LiveInstance& before = *facts_.planned;
  patch.tags = model::join_tags(before.user_tags, before.ownership, before.unknown_reserved);
  Send send;
  send.request = context_.requests.patch(facts_.instance.id, api::patch_body(patch));
  send.kind = CallKind::update;
  return send;
}

Command ConfirmStep::undone(const http::Finished& finished) {
  if (never_left(finished))
    return undo(undone_for_);
  const auto answer = api::decode_instance(finished.result);
  if (!answer && !is_gone(answer.error()))
    return again(answer.error().text());
  return end_moved(
      fmt::format("instance {} got its identity at the same time, so the adoption of instance {} "
                  "was undone (what else was written to it stays)",
                  undone_for_, facts_.instance.id));
}

bool ConfirmStep::carries_it() const {
  return facts_.instance.carries(model::identity_code(context_.stack(), facts_.change.address.logical_id));
}

Command ConfirmStep::again(const std::string& why) {
  const base::TimePoint limit = std::max(started_, rivals_since_) + 2 * context_.inputs.limits.pause_limit;
  const base::TimePoint deadline = std::max(limit, started_ + context_.inputs.limits.settle_limit);
  if (context_.now >= context_.deadline(deadline, base::Duration(0)) && !carries_it()) {
    facts_.tags_lost = true;
    End end = end_unknown(
        fmt::format("the service does not keep the tag that carries the identity: instance {} was "
                    "given it and does not show it",
                    facts_.instance.id));
    end.ending = model::Ending::failed;
    return end;
  }
  if (context_.now >= context_.deadline(deadline, base::Duration(0)))
    return end_unknown(fmt::format("instance {} carries the identity now, and whether another one does could "
                                   "not be told: {}",
                                   facts_.instance.id, why));
  Wait wait;
  wait.until = pause_.after(context_.now);
  wait.why = why;
  return wait;
}

} // namespace cerec::apply
