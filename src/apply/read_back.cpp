#include "apply/read_back.hpp"

#include "apply/create.hpp"
#include "cerec/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::apply {

ReadBackStep::ReadBackStep(const Context& context, Facts& facts)
    : Step(context, facts), look_up_(context, facts.change.address.logical_id), pause_(context.inputs.limits),
      code_(model::identity_code(context.stack(), facts.change.address.logical_id)) {}

Command ReadBackStep::start() {
  if (facts_.posted_id == 0 || facts_.found_by_tag)
    return Next{}; // nothing was posted, or it was found by its tag
  model::Ownership ownership = ownership_of(context_, *facts_.desired, {});
  ownership.run = context_.nonce;
  sent_ = model::join_tags({}, ownership);
  started_ = context_.now;
  shown_ = facts_.instance.carries(code_);
  const auto changed = shown_ ? changed_tag(sent_, facts_.instance) : std::nullopt;
  if (changed)
    facts_.remarks.push_back(fmt::format(
        "the service does not show the tag `{}` as it was sent{}", changed->sent,
        changed->shows.empty() ? std::string() : fmt::format(", but `{}`", base::visible(changed->shows))));
  return shown_ && context_.tags_proven ? Command(Next{}) : look();
}

Command ReadBackStep::woke() {
  return look();
}

Command ReadBackStep::look() {
  state_ = State::looking;
  return look_up_.begin();
}

Command ReadBackStep::answered(const http::Finished& finished) {
  switch (state_) {
  case State::looking:
    return looked(finished);
  case State::reading:
    return was_read(finished);
  case State::removing:
    return removed(finished);
  case State::verifying:
    return verified(finished);
  }
  return Next{};
}

base::TimePoint ReadBackStep::deadline() const {
  return context_.deadline(started_, context_.inputs.limits.settle_limit);
}

Command ReadBackStep::found() {
  facts_.found_by_tag = true;
  return Next{};
}

Command ReadBackStep::looked(const http::Finished& finished) {
  if (never_left(finished))
    return look(); // dropped when the first signal came: it is read back all the same
  LookUp::Progress progress = look_up_.answered(finished);
  if (auto* send = std::get_if<Send>(&progress))
    return std::move(*send);
  if (const auto* error = std::get_if<api::ApiError>(&progress))
    return again(error->text());
  const auto& result = std::get<LookUp::Found>(progress);
  const bool listed =
      std::any_of(result.instances.begin(), result.instances.end(),
                  [&](const model::LiveInstance& each) { return each.id == facts_.posted_id; });
  return listed ? found() : absent(result.as_of);
}

/// A listing may lag behind; what the instance itself shows does not. So one whose tag is shown is looked for
/// until the limit, and one whose tag is not is read.
Command ReadBackStep::absent(base::TimePoint as_of) {
  if (!shown_)
    return read_it();
  if (as_of < deadline())
    return again("it is not found by its tag yet");
  if (context_.draining) // too early to call it lost
    return end_unknown(
        fmt::format("instance {} was created and is not found by its tag yet", facts_.posted_id));
  return read_it();
}

Command ReadBackStep::read_it() {
  state_ = State::reading;
  return read(facts_.posted_id);
}

Command ReadBackStep::was_read(const http::Finished& finished) {
  if (never_left(finished))
    return read_it();
  const auto answer = api::decode_instance(finished.result);
  if (!answer) {
    if (!is_gone(answer.error()))
      return again(answer.error().text());
    facts_.gone.insert(facts_.posted_id);
    facts_.tags_lost = !shown_;
    return end_moved(fmt::format("instance {} is gone: somebody removed it", facts_.posted_id));
  }
  const bool shows = answer->carries(code_);
  if (shows && answer->ownership.settled)
    return found(); // another run has found it
  if (shows && !shown_) {
    shown_ = true;
    return again("it is not found by its tag yet");
  }
  const std::string tag = model::identity_tag(code_);
  if (shows)
    return remove(
        fmt::format("the service does not find instance {} by its tag `{}`", facts_.posted_id, tag));
  const auto changed = changed_tag({tag}, *answer);
  return remove(fmt::format(
      "the service does not keep the tag that carries the identity: sent `{}`, instance {} shows {}", tag,
      facts_.posted_id,
      !changed || changed->shows.empty() ? std::string("nothing like it")
                                         : fmt::format("`{}`", base::visible(changed->shows))));
}

Command ReadBackStep::remove(const std::string& why) {
  why_ = why;
  facts_.tags_lost = true;
  state_ = State::removing;
  Send send;
  send.request = context_.requests.remove(facts_.posted_id);
  send.repeat = http::Repeat::freely;
  send.kind = CallKind::remove;
  return send;
}

Command ReadBackStep::removed(const http::Finished& finished) {
  if (never_left(finished))
    return remove(why_);
  const auto answer = api::decode_empty(finished.result);
  if (!answer && !is_gone(answer.error())) {
    const api::ApiError& error = answer.error();
    if (!may_have_acted(error, finished))
      return end_failed(error, fmt::format("{}; remove instance {} by hand, the service refused it", why_,
                                           facts_.posted_id));
    ambiguity_ = error.text();
    state_ = State::verifying;
    return read(facts_.posted_id);
  }
  facts_.gone.insert(facts_.posted_id);
  facts_.instance = {};
  End end = end_not_tried(fmt::format("{}; it was removed again", why_), base::FailureKind::error);
  end.ending = model::Ending::failed;
  return end;
}

Command ReadBackStep::verified(const http::Finished& finished) {
  if (never_left(finished))
    return read(facts_.posted_id);
  const auto answer = api::decode_instance(finished.result);
  if (!answer && is_gone(answer.error()))
    return removed(finished);
  return end_unknown(
      fmt::format("{}; its removal got no clear answer ({}): if instance {} is still there, remove "
                  "it by hand",
                  why_, ambiguity_, facts_.posted_id));
}

Command ReadBackStep::again(const std::string& why) {
  if (context_.now >= deadline())
    return end_unknown(
        fmt::format("instance {} was created, and whether it is found by its tag could not be told: {}",
                    facts_.posted_id, why));
  Wait wait;
  wait.until = std::min(pause_.after(context_.now), deadline());
  return wait;
}

} // namespace cerec::apply
