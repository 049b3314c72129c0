#include "report/parts.hpp"
#include "report/results.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::report {
namespace {

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
    return value.text.empty() ? "(secret)" : fmt::format("(secret {})", value.text);
  case model::Shown::Kind::text:
    return fmt::format("\"{}\"", value.text);
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
    return fmt::format("{}{}", live.owner_text(),
                       live.contradictory() ? " (two identities)" : " (its readable tags are damaged)");
  return fmt::format("stack {}, id {}{}{}", ownership.stack, ownership.logical_id,
                     ownership.settled ? "" : ", not settled", ownership.protect ? ", protected" : "");
}

void add_live(const model::LiveInstance& live, Facts& facts) {
  facts.items.push_back({"instance",
                         {fmt::format("{} \"{}\"{}", live.id, live.name,
                                      live.created.empty() ? "" : ", created " + live.created)}});
  facts.items.push_back({"owner", {owner_text(live)}});
  const auto& fingerprint = live.ownership.fingerprint;
  facts.items.push_back({"remembered",
                         {fingerprint ? fmt::format("{} fields of the last apply (key {})",
                                                    fingerprint->marks.size(), fingerprint->key_id)
                                      : "nothing of a last apply"}});
  const bool disabled = live.disabled.value_or(false), valid = live.valid.value_or(true);
  if (disabled || !valid)
    facts.items.push_back({"health",
                           {disabled && !valid ? "disabled, not valid"
                            : disabled         ? "disabled"
                                               : "not valid",
                            Mark::bad}});
}

std::string place_of(const operations::ExplainResult& result, const model::FieldPath& path) {
  if (!result.desired)
    return {};
  const auto found = result.desired->spans.find(path);
  return found == result.desired->spans.end() ? std::string() : found->second.text();
}

Block field_block(const operations::ExplainResult& result, const model::FieldChange& field) {
  Facts facts;
  if (result.live)
    facts.items.push_back({"live", {shown(field.before)}});
  facts.items.push_back({"manifest", {shown(field.after)}});
  facts.items.push_back({"why", {std::string(why(*result.change, field))}});
  if (result.desired)
    if (const auto found = result.desired->references.find(field.path);
        found != result.desired->references.end())
      for (const std::string& reference : found->second)
        facts.items.push_back({"from", {reference}});
  const std::string place = place_of(result, field.path);
  return {place.empty() ? field.path.text() : fmt::format("{} ({})", field.path.text(), place),
          std::move(facts)};
}

Facts change_facts(const operations::ExplainResult& result) {
  const model::Change& change = *result.change;
  Facts facts;
  facts.items.push_back(
      {"manifest",
       {result.desired && result.desired->origin ? result.desired->origin.text() : "none declares it"}});
  if (result.live)
    add_live(*result.live, facts);
  else
    facts.items.push_back({"instance", {"none in the account"}});
  const model::KindRow& row = model::row_of(change.kind);
  facts.items.push_back(
      {"planned",
       change.refused()
           ? Cell{fmt::format("{}, refused: {}", row.word, words(model::text_of(change.refusal))), Mark::bad}
           : Cell{fmt::format("{} ({})", row.word, words(model::text_of(change.reason)))}});
  if (!change.advice.empty())
    facts.items.push_back({"to settle", {change.advice}});
  for (const model::Candidate& candidate : change.candidates)
    facts.items.push_back(
        {"candidate",
         {fmt::format("{} \"{}\" created {} owner {}", candidate.id, candidate.name, candidate.created,
                      candidate.owner.empty() ? "nobody" : candidate.owner)}});
  for (const std::string& note : change.notes)
    facts.items.push_back({"note", {note}});
  return facts;
}

Json shown_json(const model::Shown& value) {
  using Kind = model::Shown::Kind;
  if (value.kind == Kind::text)
    return value.text;
  if (value.kind == Kind::secret)
    return {{"secret", text_or_null(value.text)}};
  return nullptr;
}

} // namespace

Outline outline_of(const operations::ExplainResult& result) {
  Outline out;
  if (!result.change)
    return out;
  const model::Change& change = *result.change;
  out.blocks.push_back({change.address.text(), change_facts(result)});
  for (const model::FieldChange& field : change.fields)
    out.blocks.push_back(field_block(result, field));
  if (change.fields.empty() && result.desired && result.live)
    out.blocks.push_back({"", Lines{{{"No declared field differs."}}}});
  return out;
}

Json members_of(const operations::ExplainResult& result) {
  Json live = nullptr;
  if (result.live)
    live = {{"id", result.live->id},
            {"name", result.live->name},
            {"created", result.live->created},
            {"stack", result.live->ownership.stack},
            {"logical_id", result.live->ownership.logical_id},
            {"settled", result.live->ownership.settled},
            {"protect", result.live->ownership.protect}};
  const auto of_change = [&](auto part) {
    return result.change ? Json(part(*result.change)) : Json(nullptr);
  };
  Json fields = Json::array();
  if (result.change)
    for (const model::FieldChange& field : result.change->fields)
      fields.push_back({{"path", field.path.text()},
                        {"place", place_of(result, field.path)},
                        {"live", shown_json(field.before)},
                        {"manifest", shown_json(field.after)},
                        {"state", model::text_of(field.state)},
                        {"why", why(*result.change, field)}});
  return {{"address", of_change([](const auto& change) { return change.address.text(); })},
          {"manifest", result.desired ? Json(result.desired->origin.text()) : Json(nullptr)},
          {"live", std::move(live)},
          {"planned", of_change([](const auto& change) { return model::row_of(change.kind).word; })},
          {"reason", of_change([](const auto& change) { return model::text_of(change.reason); })},
          {"refusal", of_change([](const auto& change) { return model::text_of(change.refusal); })},
          {"advice", of_change([](const auto& change) { return change.advice; })},
          {"fields", std::move(fields)},
          {"notes", result.change ? Json(result.change->notes) : Json::array()}};
}

} // namespace cerec::report
