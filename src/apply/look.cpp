#include "apply/look.hpp"

#include "cerec/model/moved.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cerec::apply {
namespace {

/// As the plan saw it, but for what this run has done to it since.
model::LiveInstance expected(const Facts& facts) {
  model::LiveInstance seen = *facts.planned;
  seen.ownership.settled = seen.ownership.settled || facts.settled;
  return seen;
}

} // namespace

Command LookStep::start() {
  const bool known = facts_.planned != nullptr && facts_.instance.id == facts_.planned->id;
  if (!known || context_.draining || context_.now - facts_.looked_at <= context_.inputs.limits.look_limit)
    return Next{};
  return read(facts_.planned->id);
}

Command LookStep::answered(const http::Finished& finished) {
  if (never_left(finished))
    return Next{}; // a signal came: whether anything is still written is for the next step to say
  auto answer = api::decode_instance(finished.result);
  const int64_t id = facts_.planned->id;
  if (!answer && is_gone(answer.error()))
    return model::row_of(facts_.change.kind).destroys
               ? Command(Next{})
               : Command(stale(fmt::format("instance {} is gone since the plan was made", id)));
  if (!answer)
    return end_failed(
        answer.error(),
        fmt::format("cannot tell whether instance {} is as planned, so nothing was written", id));
  const std::vector<std::string> parts = model::moved(expected(facts_), *answer);
  if (!parts.empty())
    return stale(fmt::format("instance {} changed since the plan was made: {}", id, fmt::join(parts, ", ")));
  facts_.looked_at = finished.sent_at;
  return Next{};
}

} // namespace cerec::apply
