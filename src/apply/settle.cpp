#include "apply/settle.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::apply {
namespace {

/// The tags of a listed instance with the settled mark, else as they are: users' tags, marks of a newer
/// version and the fingerprint of whoever posted it stay.
base::Secret settled_body(const model::LiveInstance& instance) {
  model::Ownership ownership = instance.ownership;
  ownership.settled = true;
  ownership.run.clear();
  api::Patch patch;
  patch.tags = model::join_tags(instance.user_tags, ownership, instance.unknown_reserved);
  return api::patch_body(patch);
}

} // namespace

SettleStep::SettleStep(const Context& context, Facts& facts)
    : Step(context, facts), look_up_(context, facts.change.address.logical_id),
      pause_(context.inputs.limits) {}

std::string SettleStep::subject() const {
  return facts_.instance.id != 0 ? fmt::format("instance {}", facts_.instance.id)
                                 : std::string("the instance");
}

base::TimePoint SettleStep::deadline() const {
  const Limits& limits = context_.inputs.limits;
  const base::TimePoint from = rivals_since_ ? *rivals_since_ + 2 * limits.pause_limit : started_;
  return context_.deadline(from, limits.settle_limit);
}

Command SettleStep::start() {
  if (facts_.settled)
    return Next{};
  started_ = context_.now;
  return list();
}

Command SettleStep::woke() {
  return list();
}

Command SettleStep::list() {
  state_ = State::listing;
  return look_up_.begin(context_.inputs.limits.pause_limit / 2);
}

Command SettleStep::answered(const http::Finished& finished) {
  switch (state_) {
  case State::listing:
    return listed(finished);
  case State::settling:
    return settled(finished);
  case State::removing:
    return removed(finished);
  }
  return Next{};
}

Command SettleStep::listed(const http::Finished& finished) {
  if (never_left(finished))
    return list(); // dropped when the first signal came: settling goes on
  LookUp::Progress progress = look_up_.answered(finished);
  if (auto* send = std::get_if<Send>(&progress))
    return std::move(*send);
  if (const auto* error = std::get_if<api::ApiError>(&progress)) {
    if (error->status == 401)
      return end_unknown(fmt::format("{} exists and cannot be settled: {}", subject(), error->text()));
    return again(error->text());
  }
  return act(std::move(std::get<LookUp::Found>(progress)));
}

/// Several unsettled ones, or several settled ones, are watched from the listing that first showed the last
/// of them: a decision of another run that was made before a newcomer was there has 2D to show.
void SettleStep::watch(const LookUp::Found& found) {
  std::set<int64_t> settled, rivals;
  for (const model::LiveInstance& instance : found.instances)
    if (!facts_.gone.contains(instance.id))
      (instance.ownership.settled ? settled : rivals).insert(instance.id);
  if (settled.size() > 1)
    rivals.merge(settled);
  const bool newcomer = !std::includes(watched_.begin(), watched_.end(), rivals.begin(), rivals.end());
  watched_.merge(rivals);
  if (watched_.size() > 1 && newcomer)
    rivals_since_ = found.as_of;
}

Command SettleStep::act(LookUp::Found found) {
  const Limits& limits = context_.inputs.limits;
  SettleView view{found.instances, context_.nonce, 0, facts_.gone, false};
  view.known_id = facts_.posted_id;
  watch(found);
  view.patience_over = rivals_since_ && found.as_of >= *rivals_since_ + 2 * limits.pause_limit;
  decision_ = decide(view);
  found_ = std::move(found.instances);
  as_of_ = found.as_of;
  switch (decision_.act) {
  case SettleDecision::Act::adopt:
  case SettleDecision::Act::step_back:
    return remove_next();
  case SettleDecision::Act::settle:
    return settle(decision_.winner);
  case SettleDecision::Act::wait:
    return again("another run is creating it too; waiting to see which instance stays");
  case SettleDecision::Act::look_again:
    return again(fmt::format("the service does not list {} yet", subject()));
  case SettleDecision::Act::vanished:
    break;
  }
  return end_moved(fmt::format("{} is gone: somebody removed it", subject()));
}

bool SettleStep::is_fresh() const {
  return context_.now <= as_of_ + context_.inputs.limits.pause_limit / 2;
}

/// A write within the limit of pauses.
Send SettleStep::decided(http::Request request, CallKind kind) const {
  const base::Duration half = context_.inputs.limits.pause_limit / 2;
  Send send;
  send.request = std::move(request);
  send.request.send_by = as_of_ + half;
  send.request.timeout = std::min(send.request.timeout, half);
  send.repeat = http::Repeat::never; // a repeat would stretch the pause: it lists again instead
  send.kind = kind;
  return send;
}

Command SettleStep::settle(int64_t id) {
  const auto found =
      std::find_if(found_.begin(), found_.end(), [&](const auto& each) { return each.id == id; });
  if (!is_fresh())
    return again("the listing took too long");
  state_ = State::settling;
  settling_ = id;
  facts_.already_existed = found->ownership.run != context_.nonce;
  return decided(context_.requests.patch(id, settled_body(*found)), CallKind::update);
}

Command SettleStep::settled(const http::Finished& finished) {
  if (never_left(finished))
    return again("it could not be sent in time");
  auto answer = api::decode_instance(finished.result);
  if (!answer) {
    if (is_gone(answer.error()))
      return again("it was removed meanwhile");
    const bool no =
        !may_have_acted(answer.error(), finished) && answer.error().kind == api::ApiError::Kind::refused;
    if (no)
      return end_failed(answer.error(),
                        fmt::format("{} exists, but the service refused to settle it", subject()));
    return again(answer.error().text());
  }
  if (!answer->ownership.settled)
    return again("the service does not show the tag that settles it");
  if (found_.size() > 1) // the final listing: it shows this one settled, and what else of this run has to go
    return settles_++ == 0 ? list() : again("the service does not list it as settled yet");
  if (answer->token.empty())
    answer->token = found_.front().token;
  facts_.instance = std::move(*answer);
  facts_.settled = true;
  facts_.note_others(found_, context_);
  return Next{};
}

Command SettleStep::remove_next() {
  if (decision_.losers.empty())
    return decision_.act == SettleDecision::Act::adopt ? adopt(decision_.winner) : list();
  if (!is_fresh())
    return again("the listing took too long");
  state_ = State::removing;
  return decided(context_.requests.remove(decision_.losers.back()), CallKind::remove);
}

Command SettleStep::removed(const http::Finished& finished) {
  if (never_left(finished))
    return again("it could not be sent in time");
  const auto answer = api::decode_empty(finished.result);
  if (!answer && !is_gone(answer.error()))
    return again(answer.error().text());
  facts_.gone.insert(decision_.losers.back());
  decision_.losers.pop_back();
  return remove_next();
}

Command SettleStep::adopt(int64_t id) {
  const auto found =
      std::find_if(found_.begin(), found_.end(), [&](const auto& each) { return each.id == id; });
  if (id != settling_)
    facts_.already_existed = id != facts_.posted_id;
  if (decision_.two_settled)
    facts_.remarks.emplace_back("two settled instances carry this identity; `cerec plan` names both");
  facts_.instance = std::move(*found);
  facts_.settled = true;
  facts_.note_others(found_, context_);
  return Next{};
}

Command SettleStep::again(const std::string& why) {
  if (context_.now >= deadline()) {
    if (decision_.act == SettleDecision::Act::look_again && decision_.winner != 0) {
      facts_.remarks.push_back(fmt::format("{} of this run may remain; the next run removes it", subject()));
      return adopt(decision_.winner);
    }
    return end_unknown(fmt::format("{} exists, but is not settled: {}", subject(), why));
  }
  Wait wait;
  wait.until = std::min(pause_.after(context_.now), deadline());
  wait.why = told_ ? std::string() : why;
  told_ = true;
  return wait;
}

} // namespace cerec::apply
