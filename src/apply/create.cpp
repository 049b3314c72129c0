#include "apply/create.hpp"

#include "apply/faults.hpp"
#include "apply/mismatch.hpp"
#include "cerec/model/normalise.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::apply {

model::Ownership ownership_of(const Context& context, const model::DesiredInstance& desired,
                              const std::vector<model::FieldPath>& unverified) {
  model::Ownership ownership = model::Ownership::of(context.stack(), desired.address.logical_id);
  ownership.protect = desired.protect;
  ownership.release = desired.release;
  auto fields = model::normalised_fields(desired);
  for (const model::FieldPath& path : unverified)
    fields.erase(path);
  ownership.fingerprint = model::make_fingerprint(context.inputs.key, ownership.code, fields, unverified);
  return ownership;
}

CreateStep::CreateStep(const Context& context, Facts& facts)
    : Step(context, facts), look_up_(context, facts.change.address.logical_id),
      survey_(LookUp::of_everything(context)), pause_(context.inputs.limits) {}

Command CreateStep::start() {
  if (context_.draining && !facts_.touched) // a replace has deleted already: it goes on
    return end_interrupted();
  state_ = State::looking;
  return look_up_.begin();
}

Command CreateStep::answered(const http::Finished& finished) {
  switch (state_) {
  case State::looking:
    return looked(finished);
  case State::posting:
    return posted(finished);
  case State::searching:
    return searched(finished);
  case State::surveying:
    return surveyed(finished);
  }
  return Next{};
}

Command CreateStep::looked(const http::Finished& finished) {
  if (context_.draining && !facts_.touched)
    return end_interrupted();
  if (never_left(finished))
    return look_up_.begin();
  LookUp::Progress progress = look_up_.answered(finished);
  if (auto* send = std::get_if<Send>(&progress))
    return std::move(*send);
  const auto before = context_.posted_before.find(facts_.change.address.logical_id);
  const base::TimePoint until = before == context_.posted_before.end() ? base::TimePoint{} : before->second;
  if (const auto* error = std::get_if<api::ApiError>(&progress))
    return awaiting_ && context_.now < until
               ? await(until, error->text())
               : end_failed(*error, "cannot tell whether it exists already, so nothing was created");
  auto& result = std::get<LookUp::Found>(progress);
  std::erase_if(result.instances, [&](const auto& each) { return facts_.gone.contains(each.id); });
  if (!result.instances.empty())
    return found(std::move(result.instances));
  // The same rule as after an ambiguous answer: only a look that began when the limit was over says "absent".
  return result.as_of < until ? await(until, "it is not listed") : post();
}

Command CreateStep::await(base::TimePoint until, const std::string& why) {
  Wait wait;
  wait.until = std::min(pause_.after(context_.now), until);
  if (!awaiting_)
    wait.why = fmt::format("an earlier run in this folder posted it and was not told what became of it ({}); "
                           "looking for it until {}",
                           why, base::text_of(context_.service.wall(until)));
  awaiting_ = true;
  return wait;
}

Command CreateStep::post() {
  state_ = State::posting;
  ++posts_;
  facts_.post = Facts::Post::open;
  const model::DesiredInstance& desired = *facts_.desired;
  model::Ownership ownership = ownership_of(context_, desired, {});
  ownership.run = context_.nonce;
  Send send;
  send.request = context_.requests.create(desired, ownership);
  send.repeat = desired.single_use_code ? http::Repeat::never : http::Repeat::only_if_unsent;
  send.kind = CallKind::create;
  return send;
}

Command CreateStep::posted(const http::Finished& finished) {
  if (never_left(finished)) { // only a signal drops a POST from the queue
    facts_.post = posts_ > 1 ? Facts::Post::open : Facts::Post::clear;
    if (posts_ > 1)
      return end_unknown(fmt::format("{}; interrupted while looking for it", ambiguity_));
    if (!facts_.touched)
      return end_interrupted();
    --posts_;
    return post();
  }
  auto answer = api::decode_instance(finished.result);
  if (answer) {
    facts_.instance = std::move(*answer);
    facts_.posted_id = facts_.instance.id;
    facts_.fresh_token = true;
    facts_.post = Facts::Post::clear;
    const std::vector<std::string> paths = mismatches(*facts_.desired, facts_.instance);
    if (!paths.empty())
      facts_.remarks.push_back(
          fmt::format("the service did not take over as sent: {}", fmt::join(paths, ", ")));
    return Next{};
  }
  const api::ApiError& error = answer.error();
  if (!may_have_acted(error, finished))
    return refused(error);
  ambiguous_since_ = context_.now;
  ambiguity_ = fmt::format("the create got no clear answer ({})", error.text());
  pause_ = Pause(context_.inputs.limits);
  state_ = State::searching;
  return search(ambiguity_ + "; looking for the instance");
}

Command CreateStep::refused(const api::ApiError& error) {
  if (posts_ > 1) // the first POST may still be carried out
    return end_unknown(
        fmt::format("{}; it was posted again, and that was refused: {}", ambiguity_, error.text()));
  facts_.post = Facts::Post::clear;
  End end = end_failed(error, "not created");
  end.faults = faults_of(error, *facts_.desired, context_.inputs.known_entries);
  return end;
}

base::TimePoint CreateStep::deadline() const {
  return context_.deadline(ambiguous_since_, context_.inputs.limits.settle_limit);
}

Command CreateStep::search(const std::string& why) {
  if (context_.now >= deadline())
    return end_unknown(fmt::format("{}, and looking for it failed: {}", ambiguity_, why));
  Wait wait;
  wait.until = std::min(pause_.after(context_.now), deadline());
  if (why.starts_with(ambiguity_))
    wait.why = why;
  return wait;
}

Command CreateStep::woke() {
  return look_up_.begin();
}

Command CreateStep::searched(const http::Finished& finished) {
  if (never_left(finished))
    return look_up_.begin(); // dropped when the first signal came: looking goes on
  LookUp::Progress progress = look_up_.answered(finished);
  if (auto* send = std::get_if<Send>(&progress))
    return std::move(*send);
  if (const auto* error = std::get_if<api::ApiError>(&progress))
    return search(error->text());
  auto& result = std::get<LookUp::Found>(progress);
  std::erase_if(result.instances, [&](const auto& each) { return facts_.gone.contains(each.id); });
  if (!result.instances.empty())
    return found(std::move(result.instances));
  // Only a look that began when the whole limit was over may say "absent".
  return result.as_of >= deadline() ? absent_for_good() : search("it is not listed");
}

Command CreateStep::absent_for_good() {
  if (facts_.desired->single_use_code)
    return end_unknown(fmt::format("{}, and no instance appeared; the OAuth code may be used up", ambiguity_),
                       "authorize again for a new OAuth code, then cerec apply");
  if (context_.draining || posts_ > 1)
    return end_unknown(fmt::format("{}, and no instance appeared", ambiguity_));
  if (!context_.tags_proven)
    return survey();
  facts_.post = Facts::Post::clear;
  return post();
}

Command CreateStep::survey() {
  state_ = State::surveying;
  return survey_.begin();
}

/// New since the plan, of the same element, and nobody's by its tags: what a service that damages tags would
/// make of the instance.
bool CreateStep::may_be_it(const model::LiveInstance& instance) const {
  const model::ElementRef &mine = facts_.desired->element, &its = instance.element;
  const bool same_element = mine.key.empty() ? mine.id == its.id : mine.key == its.key;
  const auto& before = context_.inputs.live.instances;
  return same_element && !instance.ownership.readable() &&
         std::none_of(before.begin(), before.end(), [&](const auto& each) { return each.id == instance.id; });
}

Command CreateStep::surveyed(const http::Finished& finished) {
  if (never_left(finished))
    return end_unknown(fmt::format("{}, and no instance of its tag appeared", ambiguity_));
  LookUp::Progress progress = survey_.answered(finished);
  if (auto* send = std::get_if<Send>(&progress))
    return std::move(*send);
  if (const auto* error = std::get_if<api::ApiError>(&progress))
    return end_unknown(
        fmt::format("{}, no instance of its tag appeared, and looking through the account failed: {}",
                    ambiguity_, error->text()));
  for (const model::LiveInstance& instance : std::get<LookUp::Found>(progress).instances)
    if (may_be_it(instance)) {
      facts_.tags_lost = true;
      return end_unknown(
          fmt::format("{}, and no instance of its tag appeared; but instance {} is new and may be it, "
                      "without the tag: if it is, remove it (docs/tags.md)",
                      ambiguity_, instance.id));
    }
  facts_.post = Facts::Post::clear;
  return post();
}

Command CreateStep::found(std::vector<model::LiveInstance> instances) {
  facts_.post = Facts::Post::clear;
  const auto mine = std::find_if(instances.begin(), instances.end(), [&](const auto& each) {
    return !each.ownership.settled && each.ownership.run == context_.nonce;
  });
  const auto settled = std::find_if(instances.begin(), instances.end(),
                                    [](const auto& each) { return each.ownership.settled; });
  const bool one_is_settled = std::count_if(instances.begin(), instances.end(),
                                            [](const auto& each) { return each.ownership.settled; }) == 1;
  facts_.fresh_token = true;
  if (mine != instances.end()) {
    facts_.found_by_tag = true;
    facts_.posted_id = mine->id;
    facts_.instance = std::move(*mine);
  } else if (settled != instances.end() && one_is_settled) {
    facts_.instance = std::move(*settled);
    facts_.settled = true;
    facts_.already_existed = true;
    facts_.note_others(instances, context_);
  } else {
    facts_.instance = std::move(instances.front());
    facts_.already_existed = true;
  }
  return Next{};
}

} // namespace cerec::apply
