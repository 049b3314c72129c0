#include "apply/journal.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::apply {
namespace {

using Type = model::ApplyEvent::Type;

Type type_of(model::Ending ending) {
  switch (ending) {
  case model::Ending::done:
    return Type::completed;
  case model::Ending::failed:
    return Type::failed;
  case model::Ending::unknown:
    return Type::unknown;
  case model::Ending::not_tried:
    break;
  }
  return Type::skipped;
}

} // namespace

Journal::Journal(const model::Plan& plan, Ports& ports)
    : plan_(plan), ports_(ports), before_(ports.dispatcher.counts()), begin_(ports.clock.now()) {
  total_ =
      static_cast<size_t>(std::count_if(plan.changes.begin(), plan.changes.end(), [](const auto& change) {
        return change.kind != model::ChangeKind::keep;
      }));
}

void Journal::tell(model::ApplyEvent event) {
  event.done = entries_.size();
  event.total = total_;
  event.in_flight = ports_.dispatcher.in_flight();
  ports_.events.on(event);
}

void Journal::started(const Facts& facts) {
  ++started_;
  model::ApplyEvent event;
  event.type = Type::started;
  event.change = static_cast<size_t>(&facts.change - plan_.changes.data());
  event.instance_id = facts.change.instance_id;
  tell(std::move(event));
}

void Journal::waiting(const Facts& facts, const std::string& why, base::TimePoint since) {
  model::ApplyEvent event;
  event.type = Type::waiting;
  event.change = static_cast<size_t>(&facts.change - plan_.changes.data());
  event.instance_id = facts.instance.id;
  event.message = why;
  event.elapsed = ports_.clock.now() - since;
  tell(std::move(event));
}

void Journal::progress(size_t running) {
  model::ApplyEvent event;
  event.type = Type::progress;
  event.message = fmt::format("{} under way", running);
  event.elapsed = ports_.clock.now() - begin_;
  tell(std::move(event));
}

void Journal::ended(size_t change, const Facts& facts, End end, base::TimePoint since) {
  model::ChangeOutcome entry;
  entry.change = change;
  entry.ending = end.ending;
  if (facts.change.kind == model::ChangeKind::replace && facts.gone.contains(facts.change.instance_id))
    entry.deleted_instance_id = facts.change.instance_id;
  if (facts.instance.id != 0)
    entry.instance_id = facts.instance.id;
  else if (entry.deleted_instance_id == 0)
    entry.instance_id = facts.change.instance_id;
  entry.already_existed = facts.already_existed && facts.change.kind == model::ChangeKind::create;
  entry.token_published = facts.published;
  std::vector<std::string> words;
  if (entry.deleted_instance_id != 0 && entry.ending != model::Ending::done) {
    words.push_back(fmt::format("instance {} was deleted and its token is dead", entry.deleted_instance_id));
    if (end.next_step.empty())
      end.next_step = "cerec apply";
  }
  if (!end.message.empty())
    words.push_back(std::move(end.message));
  words.insert(words.end(), facts.remarks.begin(), facts.remarks.end());
  entry.message = fmt::format("{}", fmt::join(words, "; "));
  entry.next_step = std::move(end.next_step);
  entry.request_id = std::move(end.request_id);
  entry.faults = std::move(end.faults);
  entry.failure = end.failure;
  entry.elapsed = ports_.clock.now() - since;
  model::ApplyEvent event;
  event.type = type_of(entry.ending);
  event.change = change;
  event.instance_id = entry.instance_id;
  event.message = entry.message;
  event.elapsed = entry.elapsed;
  entries_.insert_or_assign(change, std::move(entry));
  tell(std::move(event));
}

void Journal::skipped(size_t change, End end) {
  const Facts facts{plan_.changes[change]};
  ended(change, facts, std::move(end), ports_.clock.now());
}

void Journal::token_lost(size_t change, const base::Failure& failure) {
  const Facts facts{plan_.changes[change]};
  End end;
  end.ending = model::Ending::failed;
  end.message = fmt::format("its token was not stored: {}", failure.message);
  end.next_step = "cerec token sync";
  end.failure = failure.kind;
  ++total_;
  ended(change, facts, std::move(end), ports_.clock.now());
}

void Journal::count(CallKind kind, int attempts) {
  switch (kind) {
  case CallKind::list:
    requests_.list += attempts;
    return;
  case CallKind::detail:
    requests_.detail += attempts;
    return;
  case CallKind::create:
    requests_.create += attempts;
    return;
  case CallKind::update:
    requests_.update += attempts;
    return;
  case CallKind::remove:
    requests_.remove += attempts;
    return;
  }
}

model::Outcome Journal::finish(int signal, bool stale) {
  model::Outcome outcome;
  for (auto& [change, entry] : entries_) {
    stale = stale || (entry.ending == model::Ending::not_tried && entry.failure == base::FailureKind::stale);
    outcome.changes.push_back(std::move(entry));
  }
  const http::DispatchCounts& now = ports_.dispatcher.counts();
  outcome.requests = requests_;
  outcome.requests.total = now.sent - before_.sent;
  outcome.requests.retries = now.retries - before_.retries;
  outcome.requests.throttled = now.throttled - before_.throttled;
  outcome.signal = signal;
  outcome.stale = stale;
  return outcome;
}

} // namespace cerec::apply
