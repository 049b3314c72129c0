#include "apply/update.hpp"

#include "apply/create.hpp"
#include "apply/faults.hpp"
#include "apply/mismatch.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::apply {
api::Patch WriteStep::patch() {
  const model::DesiredInstance& desired = *facts_.desired;
  const model::LiveInstance& live = facts_.instance;
  api::Patch patch;
  if (writes(facts_.change, model::Field::name))
    patch.name = desired.name;
  const bool tags = writes(facts_.change, model::Field::tags) && desired.tags;
  patch.tags = model::join_tags(
      tags ? *desired.tags : live.user_tags,
      [&] {
        auto ownership = ownership_of(context_, desired, facts_.change.unverified);
        ownership.settled = true;
        return ownership;
      }(),
      live.unknown_reserved);
  for (const model::FieldChange& field : facts_.change.fields) {
    if (!field.path.is(model::Field::configuration))
      continue;
    const std::string key(field.path.key());
    if (const auto value = desired.configuration.find(key); value != desired.configuration.end())
      patch.configuration.emplace(key, value->second);
  }
  return patch;
}

api::Patch ReleaseStep::patch() {
  api::Patch patch;
  patch.tags = facts_.instance.user_tags;
  return patch;
}

api::Patch QuarantineStep::patch() {
  model::Ownership ownership = facts_.instance.ownership;
  ownership.quarantined = true;
  api::Patch patch;
  patch.tags = model::join_tags(facts_.instance.user_tags, ownership, facts_.instance.unknown_reserved);
  return patch;
}

Command WriteStep::start() {
  if (context_.draining && !facts_.touched)
    return end_interrupted();
  if (facts_.instance.id != facts_.change.instance_id) // an unsettled one stepped back for another
    return Next{};
  const auto& fields = facts_.change.fields;
  if (facts_.change.reason == model::Reason::unsettled &&
      std::all_of(fields.begin(), fields.end(),
                  [](const auto& field) { return field.path.is(model::Field::settled); }))
    return Next{}; // settling was all
  patch_ = patch();
  Send send;
  send.request = context_.requests.patch(facts_.instance.id, api::patch_body(patch_));
  send.repeat = http::Repeat::freely; // the body is absolute
  send.kind = CallKind::update;
  return send;
}

Command WriteStep::answered(const http::Finished& finished) {
  return verifying_ ? verified(finished) : written(finished);
}

void WriteStep::take(model::LiveInstance instance) {
  if (instance.token.empty())
    instance.token = facts_.instance.token;
  if (!instance.disabled)
    instance.disabled = facts_.instance.disabled;
  facts_.instance = std::move(instance);
  facts_.settled = facts_.instance.ownership.settled;
}

Command WriteStep::written(const http::Finished& finished) {
  if (never_left(finished))
    return facts_.touched ? start() : Command(end_interrupted());
  auto answer = api::decode_instance(finished.result);
  if (answer) {
    const std::vector<std::string> paths = mismatches(patch_, *answer);
    if (!paths.empty())
      facts_.remarks.push_back(
          fmt::format("the service did not take over as sent: {}", fmt::join(paths, ", ")));
    take(std::move(*answer));
    return Next{};
  }
  if (is_gone(answer.error()))
    return end_moved(fmt::format("instance {} is gone since the plan was made", facts_.change.instance_id));
  if (!may_have_acted(answer.error(), finished)) {
    End end = end_failed(answer.error(), "not changed");
    if (facts_.desired != nullptr)
      end.faults = faults_of(answer.error(), *facts_.desired, context_.inputs.known_entries);
    return end;
  }
  ambiguity_ = answer.error().text();
  verifying_ = true;
  return read(facts_.instance.id);
}

Command WriteStep::verified(const http::Finished& finished) {
  if (never_left(finished))
    return read(facts_.instance.id);
  auto answer = api::decode_instance(finished.result);
  if (answer && shows(patch_, *answer)) {
    facts_.remarks.push_back(
        fmt::format("the answer was lost ({}); the instance shows the change", ambiguity_));
    take(std::move(*answer));
    return Next{};
  }
  return end_unknown(fmt::format("the change got no clear answer ({}) and {}", ambiguity_,
                                 answer ? std::string("does not show, yet")
                                        : "reading the instance failed: " + answer.error().text()));
}

/// nullopt: nobody asks for either.
std::optional<bool> EnableStep::asked() const {
  if (facts_.change.kind == model::ChangeKind::remove) // quarantine
    return true;
  const bool is_new =
      facts_.change.kind == model::ChangeKind::create || facts_.change.kind == model::ChangeKind::replace;
  if (is_new) // What existed already is compared by the next plan.
    return facts_.already_existed ? std::nullopt : facts_.desired->disabled;
  if (!writes(facts_.change, model::Field::disabled))
    return std::nullopt;
  return facts_.desired->disabled.value_or(false); // not declared: its quarantine ends
}

Command EnableStep::start() {
  const std::optional<bool> wanted = asked();
  if (!wanted)
    return Next{};
  wanted_disabled_ = *wanted;
  if (facts_.instance.disabled.value_or(false) == wanted_disabled_)
    return Next{};
  if (context_.draining && !facts_.touched)
    return end_interrupted();
  Send send;
  send.request = context_.requests.enable(facts_.instance.id, !wanted_disabled_);
  send.kind = CallKind::update;
  return send;
}

Command EnableStep::answered(const http::Finished& finished) {
  const std::string what = wanted_disabled_ ? "not disabled" : "not enabled";
  if (verifying_) {
    if (never_left(finished))
      return read(facts_.instance.id);
    const auto answer = api::decode_instance(finished.result);
    if (!answer || answer->disabled.value_or(false) != wanted_disabled_)
      return end_unknown(fmt::format("perhaps {}: no clear answer ({})", what, ambiguity_));
  } else if (never_left(finished)) {
    return facts_.touched ? start() : Command(end_interrupted());
  } else if (const auto answer = api::decode_empty(finished.result); !answer) {
    if (is_gone(answer.error()))
      return end_moved(fmt::format("instance {} is gone since the plan was made", facts_.instance.id));
    if (!may_have_acted(answer.error(), finished))
      return end_failed(answer.error(), what);
    ambiguity_ = answer.error().text();
    verifying_ = true;
    return read(facts_.instance.id);
  }
  facts_.instance.disabled = wanted_disabled_;
  return Next{};
}

} // namespace cerec::apply
