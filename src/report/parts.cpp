#include "report/parts.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::report {
namespace {

using model::Change;
using model::ChangeKind;
using model::FieldChange;
using model::FieldState;
using model::Plan;
using model::Shown;

std::string from_words(const Shown& shown) {
  return shown.reference.empty() ? std::string() : " from " + base::visible(shown.reference);
}

std::string both_secret(const Shown& before, const Shown& after) {
  const std::string old = base::visible(before.text), fresh = base::visible(after.text);
  const std::string from = from_words(after);
  if (old.empty() && fresh.empty())
    return fmt::format("(secret{})", from);
  if (old == fresh)
    return fmt::format("(secret {}{}, written again)", fresh, from);
  return fmt::format("(secret {} -> {}{})", old.empty() ? "unknown" : old, fresh.empty() ? "unknown" : fresh,
                     from);
}

std::string value_of(const FieldChange& field, const Shown& shown) {
  return is_quoted(field, shown) ? in_quotes(shown.text) : shown_text(shown);
}

} // namespace

std::string shown_text(const Shown& shown) {
  switch (shown.kind) {
  case Shown::Kind::absent:
    return "(none)";
  case Shown::Kind::null:
    return "null";
  case Shown::Kind::text:
    return base::visible(shown.text);
  case Shown::Kind::secret:
    return fmt::format("(secret{}{}{})", shown.text.empty() ? "" : " ", base::visible(shown.text),
                       from_words(shown));
  }
  return "?";
}

bool is_quoted(const FieldChange& field, const Shown& shown) {
  return shown.kind == Shown::Kind::text && !field.path.is(model::Field::tags);
}

std::string_view field_symbol(const FieldChange& field) {
  if (field.state == FieldState::unverifiable)
    return "?";
  if (field.before.kind == Shown::Kind::absent)
    return "+";
  return field.after.kind == Shown::Kind::absent ? "-" : "~";
}

std::string transition(const FieldChange& field) {
  if (field.before.kind == Shown::Kind::secret && field.after.kind == Shown::Kind::secret)
    return both_secret(field.before, field.after);
  if (field.before.kind == Shown::Kind::absent)
    return value_of(field, field.after);
  if (field.after.kind == Shown::Kind::absent)
    return value_of(field, field.before);
  return value_of(field, field.before) + " -> " + value_of(field, field.after);
}

std::string_view sink_words(const Change& change) {
  return change.kind == ChangeKind::remove ? "token withdrawn from" : "token goes to";
}

std::string_view state_words(const FieldChange& field, const Change& change) {
  const bool says_itself = change.kind == ChangeKind::create || change.kind == ChangeKind::remove ||
                           change.kind == ChangeKind::replace || field.path.is(model::Field::ownership) ||
                           field.path.is(model::Field::fingerprint_key) ||
                           change.reason == model::Reason::rotate_requested;
  return says_itself && field.state != FieldState::unverifiable ? std::string_view() : words_of(field.state);
}

bool is_unverified_keep(const Change& change) {
  return change.kind == ChangeKind::keep && !change.refused() &&
         (change.reason == model::Reason::unverifiable || !change.fields.empty() ||
          !change.unverified.empty());
}

bool is_plain_keep(const Change& change) {
  return change.kind == ChangeKind::keep && !change.refused() && !is_unverified_keep(change) &&
         change.notes.empty() && !change.unhealthy;
}

bool has_nothing_to_do(const Plan& plan) {
  return !plan.has_changes() && !plan.has_refusals();
}

std::string no_changes_sentence(const Plan& plan) {
  const auto keeps =
      static_cast<size_t>(std::count_if(plan.changes.begin(), plan.changes.end(), [](const Change& change) {
        return change.kind == ChangeKind::keep && !change.refused();
      }));
  const auto unverified =
      static_cast<size_t>(std::count_if(plan.changes.begin(), plan.changes.end(), is_unverified_keep));
  const auto unhealthy = static_cast<size_t>(std::count_if(
      plan.changes.begin(), plan.changes.end(), [](const Change& change) { return change.unhealthy; }));
  const size_t matching = keeps - unverified;
  const std::string match =
      fmt::format("{} {} the manifests", plural(matching, "instance"), matching == 1 ? "matches" : "match");
  std::string rest;
  if (unverified > 0)
    rest += fmt::format("; {} cannot be verified", plural(unverified, "instance"));
  if (!plan.would_prune.empty())
    rest += fmt::format("; {} of this stack {} no manifest", plural(plan.would_prune.size(), "instance"),
                        plan.would_prune.size() == 1 ? "has" : "have");
  if (plan.quarantined > 0)
    rest += fmt::format("; {} quarantined", plural(plan.quarantined, "instance"));
  if (unhealthy > 0)
    rest += fmt::format("; the service reports {} invalid", plural(unhealthy, "instance"));
  if (plan.owed_tokens > 0)
    return fmt::format("No instance changes, but {} still owed to a sink; `cerec apply` delivers. {}{}.",
                       plan.owed_tokens == 1 ? "1 token is" : fmt::format("{} tokens are", plan.owed_tokens),
                       match, rest);
  if (!rest.empty())
    return fmt::format("Nothing to apply, but not all is known to match: {}{}.", match, rest);
  if (plan.mode.refresh != model::Refresh::full)
    return fmt::format("No changes found with --refresh {}: {} as far as the listing shows.",
                       text_of(plan.mode.refresh), match);
  if (keeps == 0 && plan.mode.partial)
    return "No changes. None of the instances is selected by --target, --exclude or --shard.";
  if (keeps == 0)
    return "No changes. No instance is declared, and this stack owns none.";
  return fmt::format("No changes. {}.", match);
}

std::string instance_words(int64_t id, std::string_view created) {
  if (id == 0)
    return {};
  return created.empty() ? fmt::format("instance {}", id)
                         : fmt::format("instance {}, created {}", id, base::visible(created));
}

std::vector<std::string> mode_sentences(const Plan& plan) {
  std::vector<std::string> out;
  const model::PlanMode& mode = plan.mode;
  const auto add_list = [](std::string& text, std::string_view flag, const std::vector<std::string>& values) {
    for (const std::string& value : values)
      text += fmt::format(" {} {}", flag, base::visible(value));
  };
  if (mode.destroy)
    out.push_back(fmt::format("This plan destroys the stack {}.", in_quotes(plan.binding.stack)));
  if (mode.partial) {
    std::string flags;
    add_list(flags, "--target", mode.targets);
    add_list(flags, "--exclude", mode.excludes);
    if (mode.shard)
      flags += " --shard " + mode.shard->text();
    out.push_back(fmt::format("This plan is partial:{}.", flags));
  }
  if (mode.refresh != model::Refresh::full)
    out.push_back(
        fmt::format("Read with --refresh {}: edits outside cerec may go unseen.", text_of(mode.refresh)));
  if (mode.delete_by_disable)
    out.emplace_back("Deletes disable and quarantine the instance; it can be brought back.");
  return out;
}

std::string request_words(const model::RequestCounts& counts) {
  std::string parts;
  const auto add = [&](int count, std::string_view noun) {
    if (count > 0)
      parts += fmt::format("{}{}", parts.empty() ? "" : ", ", plural(static_cast<size_t>(count), noun));
  };
  add(counts.list, "listing");
  add(counts.detail, "detail");
  add(counts.create, "create");
  add(counts.update, "update");
  add(counts.remove, "delete");
  std::string out =
      parts.empty() ? fmt::format("{}", counts.total) : fmt::format("{} ({})", counts.total, parts);
  if (counts.retries > 0)
    out += fmt::format(", {} repeated", counts.retries);
  if (counts.throttled.count() > 0)
    out += fmt::format(", {} throttled", seconds(counts.throttled));
  return out;
}

} // namespace cerec::report
