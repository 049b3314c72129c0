#include "report/markdown_escape.hpp"
#include "report/markdown_parts.hpp"
#include "report/parts.hpp"

#include <fmt/format.h>

namespace cerec::report {
namespace {

using model::Change;
using model::Shown;

constexpr size_t k_name = 120;  ///< characters shown of a name or a path
constexpr size_t k_value = 200; ///< of a value
constexpr size_t k_text = 600;  ///< of a message

std::string side(const Shown& shown) {
  return shown.kind == Shown::Kind::text ? code(shown.text, k_value) : code(shown_text(shown), k_value);
}

std::string field_line(const model::FieldChange& field, std::string_view words) {
  std::string value;
  if (field.before.kind == Shown::Kind::secret && field.after.kind == Shown::Kind::secret)
    value = code(transition(field), k_value);
  else if (field.before.kind == Shown::Kind::absent)
    value = side(field.after);
  else if (field.after.kind == Shown::Kind::absent)
    value = side(field.before);
  else
    value = side(field.before) + " → " + side(field.after);
  return fmt::format("  - {} {}: {}{}\n", code(field_symbol(field)), code(field.path.text(), k_name), value,
                     words.empty() ? "" : fmt::format(" ({})", words));
}

std::string origin_words(const model::Origin& origin) {
  return origin.file.empty() ? "" : ", " + code(fmt::format("{}:{}", origin.file, origin.line), k_name);
}

/// The instance's id and date. Both come from the service.
std::string instance(int64_t id, std::string_view created) {
  return id == 0 ? "" : ", " + code(instance_words(id, created), k_name);
}

std::string refusal_lines(const Change& change) {
  std::string out = fmt::format("  - **refused:** {}\n", words_of(change.refusal));
  for (const model::Candidate& candidate : change.candidates)
    out += fmt::format(
        "  - candidate {}{}, {}\n", code(candidate.name, k_name), instance(candidate.id, candidate.created),
        candidate.owner.empty() ? "owned by nobody" : "owned by " + code(candidate.owner, k_name));
  if (!change.advice.empty())
    out += fmt::format("  - to settle it: {}\n", code(change.advice, k_text));
  return out;
}

} // namespace

std::string change_block(const Change& change, Detail detail) {
  const model::KindRow& row = model::row_of(change.kind);
  if (detail == Detail::id)
    return fmt::format("- {}\n", change.instance_id != 0 ? fmt::format("{}", change.instance_id)
                                                         : code(change.address.text(), k_name));
  const std::string old = change.previous_name.empty() ? "" : code(change.previous_name, k_name) + " → ";
  std::string out = fmt::format("- {} {} {} {}{}{}{}\n", code(row.symbol), row.word,
                                code(change.address.text(), k_name), old, code(change.name, k_name),
                                instance(change.instance_id, change.created), origin_words(change.origin));
  if (detail == Detail::brief)
    return out;
  if (change.refused())
    out += refusal_lines(change);
  if (const std::string_view words = words_of(change.reason); !words.empty())
    out += fmt::format("  - {}\n", words);
  if (change.fingerprint_only)
    out += "  - writes cerec's own tags alone\n";
  if (change.unhealthy)
    out += "  - the service reports this instance as invalid\n";
  for (const model::FieldPath& path : change.unverified)
    out += fmt::format("  - cannot be verified: {}\n", code(path.text(), k_name));
  for (const model::FieldChange& field : change.fields)
    out += field_line(field, state_words(field, change));
  for (const std::string& sink : change.sinks)
    out += fmt::format("  - {} {}\n", sink_words(change), code(sink, k_text));
  for (const std::string& note : change.notes)
    out += fmt::format("  - note: {}\n", code(note, k_text));
  return out;
}

std::string kept_block(const Change& change) {
  return fmt::format("- {} {}{}\n", code(change.address.text(), k_name), code(change.name, k_name),
                     instance(change.instance_id, change.created));
}

std::string outcome_block(const model::ChangeOutcome& item, const model::Plan& plan, Detail detail) {
  if (item.change >= plan.changes.size())
    return {};
  const Change& change = plan.changes[item.change];
  const model::KindRow& row = model::row_of(change.kind);
  const bool done = item.ending == model::Ending::done;
  const std::string_view verb = !done ? row.word : item.already_existed ? "found existing" : row.done;
  const std::string deleted =
      item.deleted_instance_id == 0 ? "" : fmt::format(", instance {} deleted", item.deleted_instance_id);
  std::string out = fmt::format("- {} {} {}{}{}\n", code(row.symbol), verb,
                                code(change.address.text(), k_name), instance(item.instance_id, ""), deleted);
  if (detail != Detail::full)
    return out;
  if (!item.message.empty())
    out += fmt::format("  - {}\n", code(item.message, k_text));
  if (!item.request_id.empty())
    out += fmt::format("  - request id of the service: {}\n", code(item.request_id, k_name));
  for (const base::Diagnostic& fault : item.faults.items())
    out += "  " + diagnostic_block(fault);
  if (!item.next_step.empty())
    out += fmt::format("  - next: {}\n", code(item.next_step, k_text));
  return out;
}

std::string drift_block(const model::DriftItem& item, Detail detail) {
  const std::string address = item.address.logical_id.empty() ? "" : code(item.address.text(), k_name) + " ";
  std::string out = fmt::format("- {} {} {}{}{}{}\n", code(symbol_of(item.kind)), words_of(item.kind),
                                address, code(item.name, k_name), instance(item.instance_id, item.created),
                                origin_words(item.origin));
  if (detail != Detail::full)
    return out;
  if (!item.detail.empty())
    out += fmt::format("  - {}\n", code(item.detail, k_text));
  for (const model::FieldChange& field : item.fields)
    out += field_line(field, words_of(field.state));
  return out;
}

std::string diagnostic_block(const base::Diagnostic& diagnostic) {
  const std::string place = diagnostic.span ? code(diagnostic.span.text(), k_name) + " " : "";
  return fmt::format("- {}{}: {}{}\n", place,
                     diagnostic.severity == base::Severity::error ? "error" : "warning",
                     code(diagnostic.message, k_text),
                     diagnostic.hint.empty() ? "" : " (hint: " + code(diagnostic.hint, k_text) + ")");
}

} // namespace cerec::report
