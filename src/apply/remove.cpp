#include "apply/remove.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::apply {

Command RemoveStep::start() {
  if (context_.draining && !facts_.touched)
    return end_interrupted();
  Send send;
  send.request = context_.requests.remove(facts_.change.instance_id);
  send.repeat = http::Repeat::freely;
  send.kind = CallKind::remove;
  return send;
}

Command RemoveStep::answered(const http::Finished& finished) {
  const int64_t id = facts_.change.instance_id;
  if (verifying_) {
    if (never_left(finished))
      return read(id);
    const auto shown = api::decode_instance(finished.result);
    if (shown || !is_gone(shown.error()))
      return end_unknown(fmt::format("the delete got no clear answer ({}) and instance {} {}", ambiguity_, id,
                                     shown ? "is still there" : "could not be read"));
  } else if (never_left(finished)) {
    return end_interrupted();
  } else if (const auto answer = api::decode_empty(finished.result); !answer) {
    const api::ApiError& error = answer.error();
    if (!is_gone(error) && !may_have_acted(error))
      return end_failed(error, "not deleted");
    if (is_gone(error) && finished.attempts == 1)
      facts_.remarks.emplace_back("it was gone already");
    if (!is_gone(error)) {
      ambiguity_ = error.text();
      verifying_ = true;
      return read(id);
    }
  }
  facts_.gone.insert(id);
  facts_.instance = {};
  facts_.settled = false;
  return Next{};
}

DedupeStep::DedupeStep(const Context& context, Facts& facts)
    : Step(context, facts), look_up_(context, facts.change.address.logical_id) {}

Command DedupeStep::start() {
  if (context_.draining)
    return end_interrupted();
  removing_ = false;
  ++looks_;
  return look_up_.begin(context_.inputs.limits.pause_limit / 2);
}

Command DedupeStep::answered(const http::Finished& finished) {
  if (!removing_)
    return looked(finished);
  if (never_left(finished))
    return looks_ < 3 ? start() : Command(end_interrupted());
  const auto answer = api::decode_empty(finished.result);
  if (answer || is_gone(answer.error()))
    return Next{};
  if (looks_ < 3 && (may_have_acted(answer.error()) || answer.error().kind == api::ApiError::Kind::throttled))
    return context_.draining ? Command(end_unknown("the removal of the duplicate got no clear answer"))
                             : start();
  if (!may_have_acted(answer.error()))
    return end_failed(answer.error(), "the duplicate was not removed");
  return end_unknown(
      fmt::format("the removal of the duplicate got no clear answer ({})", answer.error().text()));
}

Command DedupeStep::looked(const http::Finished& finished) {
  if (context_.draining && !facts_.touched)
    return end_interrupted();
  LookUp::Progress progress = look_up_.answered(finished);
  if (auto* send = std::get_if<Send>(&progress))
    return std::move(*send);
  const int64_t id = facts_.change.instance_id;
  if (const auto* error = std::get_if<api::ApiError>(&progress))
    return end_failed(*error, "cannot tell which instance is the settled one, so nothing was removed");
  const auto& found = std::get<LookUp::Found>(progress);
  const auto target = std::find_if(found.instances.begin(), found.instances.end(),
                                   [&](const auto& each) { return each.id == id; });
  if (target == found.instances.end())
    return Next{}; // its maker removed it
  const bool other = std::any_of(found.instances.begin(), found.instances.end(),
                                 [&](const auto& each) { return each.id != id && each.ownership.settled; });
  if (target->ownership.settled || !other)
    return end_moved(target->ownership.settled ? "it is the settled instance now; nothing was removed"
                                               : "no settled instance is beside it; nothing was removed");
  const base::Duration half = context_.inputs.limits.pause_limit / 2;
  removing_ = true;
  Send send;
  send.request = context_.requests.remove(id);
  send.request.send_by = found.as_of + half;
  send.request.timeout = std::min(send.request.timeout, half);
  send.repeat = http::Repeat::never;
  send.kind = CallKind::remove;
  return send;
}

} // namespace cerec::apply
