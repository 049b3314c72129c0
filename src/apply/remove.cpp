#include "apply/remove.hpp"

#include <fmt/format.h>

namespace cerec::apply {

using Kind = VerifiedWrite::Verdict::Kind;

Command RemoveStep::start() {
  if (context_.draining && !facts_.touched)
    return end_interrupted();
  Send send;
  send.request = context_.requests.remove(facts_.change.instance_id);
  send.repeat = http::Repeat::freely;
  send.kind = CallKind::remove;
  return write_.begin(facts_.change.instance_id, std::move(send));
}

Command RemoveStep::answered(const http::Finished& finished) {
  const int64_t id = facts_.change.instance_id;
  VerifiedWrite::Reply reply = write_.answered(finished);
  if (auto* send = std::get_if<Send>(&reply))
    return std::move(*send);
  const auto& verdict = std::get<VerifiedWrite::Verdict>(reply);
  switch (verdict.kind) {
  case Kind::not_sent:
    return end_interrupted();
  case Kind::refused:
    return end_failed(*verdict.error, "not deleted");
  case Kind::gone:
    if (finished.attempts == 1)
      facts_.remarks.emplace_back("it was gone already");
    break;
  case Kind::seen:
    if (!verdict.seen_gone())
      return end_unknown(fmt::format("the delete got no clear answer ({}) and instance {} {}",
                                     verdict.ambiguity, id,
                                     verdict.instance ? "is still there" : "could not be read"));
    break;
  case Kind::accepted:
    break;
  }
  facts_.gone.insert(id);
  facts_.instance = {};
  facts_.settled = false;
  return Next{};
}

} // namespace cerec::apply
