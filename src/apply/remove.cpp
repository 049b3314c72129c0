#include "apply/remove.hpp"

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
    if (!is_gone(error) && !may_have_acted(error, finished))
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

} // namespace cerec::apply
