#include "cerec/base/text.hpp"
#include "cerec/catalogue/catalogue.hpp"
#include "cli/commands/table.hpp"
#include "cli/output/json.hpp"
#include "cli/pipeline/advised.hpp"
#include "cli/pipeline/pipeline.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::cli {
namespace {

using base::visible;

struct Subject {
  const model::DesiredInstance* desired = nullptr;
  const model::Change* change = nullptr;
  const model::LiveInstance* live = nullptr;
};

bool is_named(const std::string& wanted, const std::string& name, const model::Address& address) {
  return wanted == name || wanted == address.logical_id || wanted == address.text() ||
         wanted == address.element + "/" + name;
}

/// A code of the JSON as people read it.
std::string words(std::string_view code) {
  std::string out(code);
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

std::string shown(const model::Shown& value) {
  switch (value.kind) {
  case model::Shown::Kind::absent:
    return "(none)";
  case model::Shown::Kind::null:
    return "null";
  case model::Shown::Kind::secret:
    return value.text.empty() ? "(secret)" : fmt::format("(secret {})", visible(value.text));
  case model::Shown::Kind::text:
    return fmt::format("\"{}\"", visible(value.text));
  }
  return "";
}

std::string_view why(const model::Change& change, const model::FieldChange& field) {
  if (change.kind == model::ChangeKind::create)
    return "a create writes it";
  switch (field.state) {
  case model::FieldState::pending:
    return "the manifest moved since the last apply";
  case model::FieldState::drift:
    return "the instance was edited since the last apply";
  case model::FieldState::conflict:
    return "the manifest and the instance both moved";
  case model::FieldState::unverifiable:
    return "the service hides the value, and nothing usable is remembered of it";
  case model::FieldState::unknown:
    return "they differ; nothing is remembered that tells which side moved";
  }
  return "";
}

std::string owner_text(const model::LiveInstance& live) {
  const model::Ownership& ownership = live.ownership;
  if (!ownership.owned())
    return "nobody";
  if (!ownership.readable())
    return fmt::format("{}{}", visible(live.owner_text()),
                       live.contradictory() ? " (two identities)" : " (its readable tags are damaged)");
  return fmt::format("stack {}, id {}{}{}", visible(ownership.stack), visible(ownership.logical_id),
                     ownership.settled ? "" : ", not settled", ownership.protect ? ", protected" : "");
}

std::string live_text(const model::LiveInstance& live) {
  std::string out =
      fmt::format("  instance   {} \"{}\"{}\n  owner      {}\n", live.id, visible(live.name),
                  live.created.empty() ? "" : ", created " + visible(live.created), owner_text(live));
  if (live.ownership.fingerprint)
    out += fmt::format("  remembered {} fields of the last apply (key {})\n",
                       live.ownership.fingerprint->marks.size(), visible(live.ownership.fingerprint->key_id));
  else
    out += "  remembered nothing of a last apply\n";
  if (live.disabled.value_or(false) || !live.valid.value_or(true))
    out += fmt::format("  health     {}{}\n", live.disabled.value_or(false) ? "disabled " : "",
                       live.valid.value_or(true) ? "" : "not valid");
  return out;
}

std::string place_of(const Subject& subject, const model::FieldPath& path) {
  if (subject.desired == nullptr)
    return {};
  const auto found = subject.desired->spans.find(path);
  return found == subject.desired->spans.end() ? std::string() : found->second.text();
}

std::string field_text(const Subject& subject, const model::FieldChange& field) {
  const std::string place = place_of(subject, field.path);
  std::string out =
      fmt::format("  {}{}\n", visible(field.path.text()), place.empty() ? "" : " (" + visible(place) + ")");
  if (subject.live != nullptr)
    out += fmt::format("    live     {}\n", shown(field.before));
  out += fmt::format("    manifest {}\n    why      {}\n", shown(field.after), why(*subject.change, field));
  if (subject.desired != nullptr)
    if (const auto refs = subject.desired->references.find(field.path);
        refs != subject.desired->references.end())
      for (const std::string& reference : refs->second)
        out += fmt::format("    from     {}\n", visible(reference));
  return out;
}

std::string explain_text(const Context& context, const Subject& subject) {
  const model::Change& change = *subject.change;
  std::string out = visible(change.address.text()) + "\n";
  out += subject.desired != nullptr && subject.desired->origin
             ? fmt::format("  manifest   {}\n", visible(subject.desired->origin.text()))
             : "  manifest   none declares it\n";
  out += subject.live != nullptr ? live_text(*subject.live) : "  instance   none in the account\n";
  const model::KindRow& row = model::row_of(change.kind);
  out += change.refused()
             ? fmt::format("  planned    {}, refused: {}\n", row.word, words(model::text_of(change.refusal)))
             : fmt::format("  planned    {} ({})\n", row.word, words(model::text_of(change.reason)));
  if (!change.advice.empty())
    out += fmt::format("  to settle  {}\n", visible(as_typed(context, change.advice)));
  for (const model::Candidate& candidate : change.candidates)
    out += fmt::format("  candidate  {} \"{}\" created {} owner {}\n", candidate.id, visible(candidate.name),
                       visible(candidate.created),
                       candidate.owner.empty() ? "nobody" : visible(candidate.owner));
  for (const std::string& note : change.notes)
    out += fmt::format("  note       {}\n", visible(note));
  if (change.fields.empty())
    return subject.desired != nullptr && subject.live != nullptr ? out + "\nNo declared field differs.\n"
                                                                 : out;
  out += "\n";
  for (const model::FieldChange& field : change.fields)
    out += field_text(subject, field);
  return out;
}

nlohmann::ordered_json shown_json(const model::Shown& value) {
  using Kind = model::Shown::Kind;
  if (value.kind == Kind::text)
    return value.text;
  if (value.kind == Kind::secret)
    return {{"secret", value.text.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(value.text)}};
  return nullptr;
}

nlohmann::ordered_json explain_json(const Context& context, const Subject& subject) {
  const model::Change& change = *subject.change;
  auto out = json_document(context.state.command, model::ExitCode::fine);
  out["address"] = change.address.text();
  out["manifest"] =
      subject.desired != nullptr ? nlohmann::ordered_json(subject.desired->origin.text()) : nullptr;
  out["live"] = nullptr;
  if (subject.live != nullptr)
    out["live"] = {{"id", subject.live->id},
                   {"name", subject.live->name},
                   {"created", subject.live->created},
                   {"stack", subject.live->ownership.stack},
                   {"logical_id", subject.live->ownership.logical_id},
                   {"settled", subject.live->ownership.settled},
                   {"protect", subject.live->ownership.protect}};
  out["planned"] = model::row_of(change.kind).word;
  out["reason"] = model::text_of(change.reason);
  out["refusal"] = model::text_of(change.refusal);
  out["advice"] = as_typed(context, change.advice);
  out["fields"] = nlohmann::ordered_json::array();
  for (const model::FieldChange& field : change.fields)
    out["fields"].push_back({{"path", field.path.text()},
                             {"place", place_of(subject, field.path)},
                             {"live", shown_json(field.before)},
                             {"manifest", shown_json(field.after)},
                             {"state", model::text_of(field.state)},
                             {"why", why(change, field)}});
  out["notes"] = change.notes;
  return out;
}

struct Explain final : Invocation {
  std::vector<std::string> manifests, name;

  void declare(OptionSet& options) override {
    options.positionals("NAME", name, 1, 1,
                        "a name, a logical id, or an address such as gooddata/analytics-prod");
    declare_manifests(options, manifests);
  }

  model::ExitCode run(Context& context) override {
    auto inputs = gather(context, Needs::manifests, manifests);
    if (!inputs)
      return inputs.error();
    auto options = plan_options(context, *inputs, {});
    if (!options)
      return options.error();
    Session session(context, inputs->configuration.settings);
    // What only a create sends is not read: nothing is sent here, and it may not be there yet (a code of
    // OAuth).
    const auto listing =
        read_account(context, session, *inputs, *options,
                     options->mode.refresh == model::Refresh::changed ? Details::changed : Details::needed);
    if (!listing)
      return listing.error();
    options->known = &context.secrets;
    model::Plan plan = plan::make_plan(inputs->desired, *listing, *options);
    context.output.progress().clear();
    tell_owed_tokens(context, *inputs, plan);
    const auto subject = find(plan, *listing, inputs->desired);
    if (!subject.change)
      return context.stop_usage(fmt::format("no instance `{}`, neither declared nor owned by stack {}",
                                            visible(name.front()), inputs->configuration.settings.stack),
                                suggestion(plan));
    context.state.raw =
        context.wants_json() ? json_text(explain_json(context, subject)) : explain_text(context, subject);
    return model::ExitCode::fine;
  }

  [[nodiscard]] Subject find(const model::Plan& plan, const model::Listing& listing,
                             const std::vector<model::DesiredInstance>& desired) const {
    Subject subject;
    for (const auto* changes : {&plan.changes, &plan.would_prune})
      for (const model::Change& change : *changes)
        if (subject.change == nullptr && is_named(name.front(), change.name, change.address))
          subject.change = &change;
    if (subject.change == nullptr)
      return subject;
    for (const model::DesiredInstance& one : desired)
      if (one.address == subject.change->address)
        subject.desired = &one;
    for (const model::LiveInstance& one : listing.instances)
      if (one.id == subject.change->instance_id)
        subject.live = &one;
    return subject;
  }

  [[nodiscard]] std::string suggestion(const model::Plan& plan) const {
    std::vector<std::string_view> names;
    for (const model::Change& change : plan.changes)
      names.push_back(change.name);
    const auto near = base::did_you_mean(name.front(), names);
    return near ? fmt::format("did you mean `{}`?", visible(*near)) : "";
  }
};

} // namespace

std::unique_ptr<Invocation> make_explain() {
  return std::make_unique<Explain>();
}

} // namespace cerec::cli
