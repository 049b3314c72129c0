#include "report/parts.hpp"
#include "report/text_parts.hpp"

#include "cerec/base/text.hpp"

#include <fmt/format.h>

namespace cerec::report {
namespace {

using model::ChangeOutcome;
using model::Ending;

struct Bucket {
  Ending ending;
  std::string_view title;
  std::string_view symbol;
  std::string_view sgr;
};

/// Worst last: the end of the text is what stays in sight.
constexpr Bucket k_buckets[] = {
    {Ending::done, "Done", "=", "32"},
    {Ending::not_tried, "Not tried", ".", "2"},
    {Ending::failed, "Failed", "x", "1;31"},
    {Ending::unknown, "Unknown: the service may or may not have carried it out", "?", "1;33"},
};

std::string item_text(const ChangeOutcome& item, const Bucket& bucket, const model::Plan& plan,
                      const Style& style) {
  if (item.change >= plan.changes.size())
    return {};
  const model::Change& change = plan.changes[item.change];
  const model::KindRow& row = model::row_of(change.kind);
  const bool done = bucket.ending == Ending::done;
  const std::string_view verb = !done ? row.word : item.already_existed ? "found existing" : row.done;
  std::string facts = item.instance_id == 0 ? "" : fmt::format("instance {}", item.instance_id);
  const auto fact = [&](std::string_view text) { facts += (facts.empty() ? "" : ", ") + std::string(text); };
  if (item.deleted_instance_id != 0)
    fact(fmt::format("instance {} deleted", item.deleted_instance_id));
  if (done)
    fact(seconds(item.elapsed));
  if (item.token_published)
    fact("token published");
  std::string out = fmt::format(
      "  {} {}: {}{}\n", paint(style, done ? colour_of(row) : bucket.sgr, done ? row.symbol : bucket.symbol),
      base::visible(change.address.text()), verb, facts.empty() ? "" : "   (" + facts + ")");
  if (!item.message.empty())
    out += fmt::format("      {}\n", base::visible(item.message));
  if (!item.request_id.empty())
    out += fmt::format("      request id of the service: {}\n", base::visible(item.request_id));
  const std::string faults = base::render(item.faults, style.colour);
  for (const std::string_view line : base::split(faults, '\n'))
    if (!line.empty())
      out += fmt::format("      {}\n", line);
  if (!item.next_step.empty())
    out += fmt::format("      {} {}\n", paint(style, "36", "next:"), base::visible(item.next_step));
  return out;
}

} // namespace

std::string outcome_text(const Document& document, const Style& style) {
  const model::Outcome& outcome = *document.outcome;
  std::string out;
  for (const Bucket& bucket : k_buckets) {
    std::string items;
    for (const ChangeOutcome& item : outcome.changes)
      if (item.ending == bucket.ending)
        items += item_text(item, bucket, *document.plan, style);
    if (!items.empty())
      out += fmt::format(
          "{}\n{}\n", paint(style, "1", fmt::format("{} ({}):", bucket.title, outcome.count(bucket.ending))),
          items);
  }
  for (const std::string& warning : outcome.warnings)
    out += fmt::format("{} {}\n", paint(style, "1;33", "Warning:"), base::visible(warning));
  if (outcome.stale)
    out += "The account moved since the plan was made. Plan again.\n";
  if (outcome.signal != 0)
    out += fmt::format("Interrupted by signal {}. The next run goes on from here.\n", outcome.signal);
  out += paint(style, "1", summary_line(outcome, *document.plan)) + "\n";
  return out + fmt::format("Requests: {}.\n", request_words(outcome.requests));
}

std::string drift_text(const Document& document, const Style& style) {
  const model::DriftReport& drift = *document.drift;
  const std::string head = target_text(drift.binding, style);
  std::string out;
  for (const model::DriftItem& item : drift.items) {
    const std::string address =
        item.address.logical_id.empty() ? std::string() : base::visible(item.address.text()) + " ";
    const std::string place =
        item.origin.file.empty()
            ? ""
            : fmt::format("   ({}:{})", base::visible(item.origin.file), item.origin.line);
    const std::string_view sgr = item.kind == model::DriftKind::unmanaged ? "2" : "33";
    out +=
        fmt::format("  {} {}{}{}\n",
                    paint(style, sgr, fmt::format("{} {}", symbol_of(item.kind), model::text_of(item.kind))),
                    address, in_quotes(item.name), place);
    const std::string instance = instance_words(item.instance_id, item.created);
    const std::string words =
        item.detail.empty() ? std::string(words_of(item.kind)) : base::visible(item.detail);
    out += fmt::format("      {}{}{}\n", words, instance.empty() ? "" : "; ", instance);
    for (const model::FieldChange& field : item.fields)
      out += field_text(field, words_of(field.state), 6, 0, style);
  }
  if (!out.empty())
    out += "\n";
  if (drift.items.empty())
    out += "No drift. Every managed instance was read in full and matches its manifest.\n";
  out += paint(style, "1", summary_line(drift)) + "\n";
  return head + out +
         fmt::format("Requests: {} ({}, {}).\n", drift.list_requests + drift.detail_requests,
                     plural(static_cast<size_t>(drift.list_requests), "listing"),
                     plural(static_cast<size_t>(drift.detail_requests), "detail"));
}

} // namespace cerec::report
