#include "apply/machine.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::apply {

base::TimePoint Context::deadline(base::TimePoint start, base::Duration limit) const {
  const base::TimePoint full = start + limit;
  return draining ? std::min(full, *draining + inputs.limits.drain_limit) : full;
}

void Facts::note_others(const std::vector<model::LiveInstance>& found, const Context& context) {
  others.clear();
  for (const model::LiveInstance& each : found)
    if (each.id != instance.id && !each.ownership.settled && !gone.contains(each.id) &&
        !context.deduped.contains(each.id))
      others.emplace(each.id, each.created);
}

Command Step::answered(const http::Finished& /*finished*/) {
  return Next{};
}
Command Step::woke() {
  return start();
}
Command Step::delivered(const base::Result<void>& /*result*/) {
  return Next{};
}

Send Step::read(int64_t id) const {
  Send send;
  send.request = context_.requests.get(id);
  send.kind = CallKind::detail;
  return send;
}

End Step::stale(std::string message) const {
  End end = end_moved(std::move(message));
  end.ending = facts_.touched ? model::Ending::failed : model::Ending::not_tried;
  return end;
}

End end_failed(const api::ApiError& error, const std::string& what) {
  End end;
  end.ending = model::Ending::failed;
  end.message = fmt::format("{}: {}", what, error.text());
  end.next_step = error.hint();
  end.failure = error.failure_kind();
  end.request_id = error.request_id;
  end.status = error.status;
  return end;
}

End end_unknown(std::string message, std::string next_step) {
  End end;
  end.ending = model::Ending::unknown;
  end.message = std::move(message);
  end.next_step = std::move(next_step);
  end.failure = base::FailureKind::network;
  return end;
}

End end_not_tried(std::string message, base::FailureKind kind) {
  End end;
  end.ending = model::Ending::not_tried;
  end.message = std::move(message);
  end.failure = kind;
  return end;
}

End end_interrupted() {
  return end_not_tried("interrupted before anything was written", base::FailureKind::interrupted);
}

End end_moved(std::string message) {
  End end;
  end.ending = model::Ending::failed;
  end.message = std::move(message);
  end.next_step = "cerec plan";
  end.failure = base::FailureKind::stale;
  return end;
}

bool writes(const model::Change& change, model::Field field) {
  return std::any_of(change.fields.begin(), change.fields.end(),
                     [&](const model::FieldChange& each) { return each.path.is(field); });
}

bool never_left(const http::Finished& finished) {
  return !finished.result && finished.result.error().kind == http::TransportError::Kind::cancelled &&
         !finished.maybe_sent;
}

bool is_gone(const api::ApiError& error) {
  return error.no_such_instance();
}

bool may_have_acted(const api::ApiError& error, const http::Finished& finished) {
  return error.ambiguous || finished.earlier_open;
}

base::TimePoint Pause::after(base::TimePoint now) {
  const base::Duration wait = next_;
  next_ = std::min(next_ * 2, longest_);
  return now + wait;
}

} // namespace cerec::apply
