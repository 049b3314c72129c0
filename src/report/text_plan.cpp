#include "report/parts.hpp"
#include "report/text_parts.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::report {
namespace {

using model::Change;
using model::FieldChange;
using model::Shown;

std::string place(const model::Origin& origin) {
  return origin.file.empty() ? std::string()
                             : fmt::format("   ({}:{})", base::visible(origin.file), origin.line);
}

/// `gooddata/analytics-prod "analytics-prod"`, with the old name of a rename.
std::string subject(const Change& change) {
  const std::string old = change.previous_name.empty() ? "" : in_quotes(change.previous_name) + " -> ";
  return fmt::format("{} {}{}", base::visible(change.address.text()), old, in_quotes(change.name));
}

std::string evidence(const Change& change, size_t indent) {
  std::string out;
  const std::string pad(indent, ' ');
  // "nobody owns it" would contradict the refusal.
  const bool foreign = change.refusal == model::Refusal::foreign_owner;
  const std::string words = foreign ? std::string() : std::string(words_of(change.reason));
  const std::string instance = instance_words(change.instance_id, change.created);
  if (!words.empty() || !instance.empty())
    out += fmt::format("{}{}{}{}\n", pad, words, words.empty() || instance.empty() ? "" : "; ", instance);
  if (change.fingerprint_only)
    out += fmt::format("{}writes cerec's own tags alone\n", pad);
  if (change.unhealthy)
    out += fmt::format("{}the service reports this instance as invalid (its credentials may have expired)\n",
                       pad);
  if (!change.unverified.empty()) {
    out += pad + "cannot be verified:";
    for (const model::FieldPath& path : change.unverified)
      out += (&path == &change.unverified.front() ? " " : ", ") + base::visible(path.text());
    out += "\n";
  }
  return out;
}

std::string notes(const Change& change, size_t indent, const Style& style) {
  std::string out;
  for (const std::string& note : change.notes)
    out +=
        fmt::format("{}{} {}\n", std::string(indent, ' '), paint(style, "36", "note:"), base::visible(note));
  return out;
}

/// A list of all that a create writes has one column of values; very long paths stand out of it.
size_t value_column(const Change& change) {
  constexpr size_t longest = 40;
  size_t column = 0;
  if (change.kind == model::ChangeKind::create || change.kind == model::ChangeKind::replace)
    for (const FieldChange& field : change.fields)
      if (const size_t length = base::count_characters(base::visible(field.path.text())); length <= longest)
        column = std::max(column, length);
  return column;
}

std::string fields_text(const Change& change, size_t indent, const Style& style) {
  std::string out;
  const size_t column = value_column(change);
  for (const FieldChange& field : change.fields)
    out += field_text(field, state_words(field, change), indent, column, style);
  return out;
}

std::string change_text(const Change& change, const Style& style) {
  constexpr size_t indent = 6;
  const model::KindRow& row = model::row_of(change.kind);
  std::string out = fmt::format("{}{} {}{}\n", std::string(3 - row.symbol.size(), ' '),
                                paint(style, row.colour, fmt::format("{} {}", row.symbol, row.word)),
                                subject(change), place(change.origin));
  out += evidence(change, indent);
  out += fields_text(change, indent, style);
  for (const std::string& sink : change.sinks)
    out += fmt::format("{}{} {}\n", std::string(indent, ' '), sink_words(change), base::visible(sink));
  return out + notes(change, indent, style);
}

std::string refusal_text(const Change& change, const Style& style) {
  constexpr size_t indent = 6;
  const std::string pad(indent, ' ');
  const model::KindRow& row = model::row_of(change.kind);
  std::string out = fmt::format("  {} {} {}{}\n", paint(style, "1;31", "! refused:"), row.word,
                                subject(change), place(change.origin));
  out += fmt::format("{}{}\n", pad, words_of(change.refusal));
  out += evidence(change, indent);
  for (const model::Candidate& candidate : change.candidates)
    out += fmt::format(
        "{}* {} {}, {}\n", pad, instance_words(candidate.id, candidate.created), in_quotes(candidate.name),
        candidate.owner.empty() ? "owned by nobody" : "owned by " + base::visible(candidate.owner));
  out += fields_text(change, indent, style);
  out += notes(change, indent, style);
  if (!change.advice.empty())
    out += fmt::format("{}to settle it: {}\n", pad, base::visible(change.advice));
  return out;
}

std::string would_prune_text(const model::Plan& plan, const Style& style) {
  if (plan.would_prune.empty())
    return {};
  std::string out = paint(style, "1", "Without a manifest, kept:") + "\n";
  for (const Change& change : plan.would_prune) {
    const std::string instance = instance_words(change.instance_id, change.created);
    out += fmt::format("    . {}{}\n", subject(change), instance.empty() ? "" : "   (" + instance + ")");
  }
  if (style.hints)
    out += "  To delete what this stack owns and no manifest declares, plan with --prune.\n";
  return out;
}

std::string footer(const Document& document, const Style& style) {
  const model::Plan& plan = *document.plan;
  std::string out;
  for (const std::string& warning : plan.warnings)
    out += fmt::format("{} {}\n", paint(style, "1;33", "Warning:"), base::visible(warning));
  for (const std::string& sentence : mode_sentences(plan))
    out += sentence + "\n";
  if (has_nothing_to_do(plan))
    out += paint(style, "1", no_changes_sentence(plan)) + "\n";
  out += paint(style, "1", summary_line(plan)) + "\n";
  if (!document.plan_file.empty())
    out += fmt::format("{} {}{}.\n", document.command == "apply" ? "Plan file" : "Saved to",
                       base::visible(document.plan_file),
                       document.plan_digest.empty() ? "" : ", digest " + base::visible(document.plan_digest));
  if (style.hints && !document.apply_command.empty() && plan.has_changes())
    out += fmt::format("To apply exactly this plan: {}\n", base::visible(document.apply_command));
  return out;
}

/// Characters that both texts begin with.
size_t common_prefix(const std::string& a, const std::string& b) {
  const auto ends = std::mismatch(
      a.begin(), a.begin() + static_cast<std::ptrdiff_t>(std::min(a.size(), b.size())), b.begin());
  return base::count_characters(std::string_view(a).substr(0, static_cast<size_t>(ends.first - a.begin())));
}

} // namespace

std::string field_text(const FieldChange& field, std::string_view words, size_t indent, size_t column,
                       const Style& style) {
  const std::string pad(indent, ' ');
  const std::string_view symbol = field_symbol(field);
  const std::string path = base::visible(field.path.text());
  const std::string state = words.empty() ? std::string() : fmt::format("   ({})", words);
  const std::string_view sgr = symbol == "+" ? "32" : symbol == "-" ? "31" : "33";
  const std::string value = transition(field);
  const size_t width = style.width > 0 ? static_cast<size_t>(style.width) : SIZE_MAX;
  const std::string head = fmt::format("{}{} {}:", pad, paint(style, sgr, symbol), path);
  const size_t length = base::count_characters(path);
  const size_t rest = 1 + base::count_characters(value) + base::count_characters(state);
  for (const size_t place : {std::max(column, length), length}) // out of the column rather than cut
    if (style.width <= 0 || indent + 3 + place + rest <= width)
      return fmt::format("{}{} {}{}\n", head, std::string(place - length, ' '), value, state);
  const size_t room = width > indent + 6 ? width - indent - 6 : 1;
  const auto side = [&](std::string_view mark, std::string_view colour, const Shown& shown, size_t keep) {
    const bool quote = is_quoted(field, shown);
    const std::string text = fit(shown_text(shown), quote ? room - std::min<size_t>(room, 2) : room, keep);
    return fmt::format("{}    {} {}\n", pad, paint(style, colour, mark),
                       quote ? fmt::format("\"{}\"", text) : text);
  };
  std::string out = head + state + "\n";
  if (field.after.kind == Shown::Kind::secret &&
      (field.before.kind == Shown::Kind::absent ||
       field.before.kind == Shown::Kind::secret)) // marks and references are never cut
    return out + fmt::format("{}    {}\n", pad, value);
  const size_t keep = common_prefix(shown_text(field.before), shown_text(field.after));
  if (field.before.kind != Shown::Kind::absent)
    out += side("-", "31", field.before, keep);
  if (field.after.kind != Shown::Kind::absent)
    out += side("+", "32", field.after, keep);
  return out;
}

std::string plan_text(const Document& document, const Style& style) {
  const model::Plan& plan = *document.plan;
  const std::string head = target_text(plan.binding, style);
  std::string out;
  std::string refused;
  for (const Change& change : plan.changes) {
    if (change.refused())
      refused += refusal_text(change, style);
    else if (document.detailed_keeps || !is_plain_keep(change))
      out += change_text(change, style);
  }
  if (!out.empty())
    out += "\n";
  if (const std::string kept = would_prune_text(plan, style); !kept.empty())
    out += kept + "\n";
  if (!refused.empty())
    out += paint(style, "1;31", "Refused, nothing of this will be applied:") + "\n" + refused + "\n";
  return head + out + footer(document, style);
}

} // namespace cerec::report
