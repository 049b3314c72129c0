#include "report/json_parts.hpp"
#include "report/parts.hpp"
#include "report/renderers.hpp"
#include "report/results.hpp"

#include <fmt/format.h>

/// One JSON object a line. Each has level, message, timestamp and type; who does not know a type shows its
/// message.
namespace cerec::report {
namespace {

Json line_of(std::string_view level, std::string message, std::string_view timestamp, std::string_view type) {
  return {{"level", level},
          {"message", std::move(message)},
          {"timestamp", text_or_null(timestamp)},
          {"type", type}};
}

std::string planned_line(const model::Change& change, const Document& document) {
  const model::KindRow& row = model::row_of(change.kind);
  const std::string message =
      change.refused()
          ? fmt::format("{}: {} refused: {}", change.address.text(), row.word, words_of(change.refusal))
          : fmt::format("{}: plan to {}", change.address.text(), row.word);
  Json line = line_of(change.refused() ? "error" : "info", message, document.timestamp, "planned_change");
  line["change"] = json_of(change);
  return dump(line, -1);
}

std::string target_jsonl(const model::PlanBinding& binding, const Document& document) {
  Json line = line_of("info", target_line(binding), document.timestamp, "target");
  line["target"] = target_json(binding);
  return dump(line, -1);
}

std::string drift_lines(const Document& document) {
  std::string out = target_jsonl(document.drift->binding, document);
  for (const model::DriftItem& item : document.drift->items) {
    const std::string name = item.address.logical_id.empty() ? item.name : item.address.text();
    Json line =
        line_of("warn", fmt::format("{}: {}", name, words_of(item.kind)), document.timestamp, "drift");
    line["drift"] = json_of(item);
    out += dump(line, -1);
  }
  Json line = line_of("info", summary_line(*document.drift), document.timestamp, "drift_summary");
  line["summary"] = summary_json(*document.drift);
  return out + dump(line, -1);
}

std::string outcome_lines(const Document& document) {
  std::string out;
  for (const model::ChangeOutcome& item : document.outcome->changes) {
    const bool known = item.change < document.plan->changes.size();
    const std::string address = known ? document.plan->changes[item.change].address.text() : std::string("?");
    Json line = line_of(item.ending == model::Ending::done ? "info" : "error",
                        fmt::format("{}: {}{}{}", address, model::text_of(item.ending),
                                    item.message.empty() ? "" : ": ", item.message),
                        document.timestamp, "change_outcome");
    line["outcome"] = json_of(item, *document.plan);
    out += dump(line, -1);
  }
  Json line = line_of("info", summary_line(*document.outcome, *document.plan), document.timestamp, "outcome");
  line["outcome"] = head_of(*document.outcome, *document.plan);
  line["outcome"].erase("changes");
  return out + dump(line, -1);
}

std::string diagnostic_lines(const Document& document) {
  std::string out;
  for (const base::Diagnostic& diagnostic : document.diagnostics->items()) {
    const bool error = diagnostic.severity == base::Severity::error;
    Json line = line_of(error ? "error" : "warn", diagnostic.message, document.timestamp, "diagnostic");
    line["diagnostic"] = json_of(diagnostic);
    out += dump(line, -1);
  }
  return out;
}

std::string last_line(const Document& document) {
  const std::string message = document.failure ? document.failure->message
                              : document.outcome != nullptr && document.plan
                                  ? summary_line(*document.outcome, *document.plan)
                              : document.drift != nullptr ? summary_line(*document.drift)
                              : document.plan != nullptr  ? summary_line(*document.plan)
                                                          : std::string(model::text_of(document.exit_code));
  Json line = line_of(document.failure ? "error" : "info", message, document.timestamp, "summary");
  line["command"] = document.command;
  line["exit_code"] = static_cast<int>(document.exit_code);
  line["exit"] = model::text_of(document.exit_code);
  line["failure"] = json_of(document.failure);
  return dump(line, -1);
}

std::string_view level_of(model::ApplyEvent::Type type) {
  using Type = model::ApplyEvent::Type;
  switch (type) {
  case Type::failed:
  case Type::unknown:
    return "error";
  case Type::skipped:
  case Type::waiting:
    return "warn";
  default:
    return "info";
  }
}

} // namespace

std::string version_line(std::string_view version, std::string_view timestamp) {
  Json line = line_of("info", fmt::format("cerec {}", version), timestamp, "version");
  line["tool"] = fmt::format("cerec {}", version);
  line["format_version"] = k_format_version;
  return dump(line, -1);
}

std::string event_line(const model::ApplyEvent& event, const model::Plan& plan, std::string_view timestamp) {
  Style plain;
  std::string message = event_text(event, plan, plain);
  if (!message.empty())
    message.pop_back();
  Json line = line_of(level_of(event.type), std::move(message), timestamp, model::text_of(event.type));
  using Type = model::ApplyEvent::Type;
  const bool of_change =
      event.type != Type::note && event.type != Type::waiting && event.change < plan.changes.size();
  const model::Change* change = of_change ? &plan.changes[event.change] : nullptr;
  line["address"] = change == nullptr ? Json(nullptr) : Json(change->address.text());
  line["kind"] = change == nullptr ? Json(nullptr) : Json(model::row_of(change->kind).word);
  line["instance_id"] = id_or_null(event.instance_id);
  line["detail"] = text_or_null(event.message);
  line["elapsed_ms"] = event.elapsed.count();
  line["done"] = event.done;
  line["total"] = event.total;
  line["in_flight"] = event.in_flight;
  return dump(line, -1);
}

std::string jsonl_opening(const Document& document, const Style& /*style*/) {
  std::string out = version_line(document.version, document.timestamp);
  if (document.plan == nullptr)
    return out;
  out += target_jsonl(document.plan->binding, document);
  for (const model::Change& change : document.plan->changes)
    if (document.detailed_keeps || !is_plain_keep(change))
      out += planned_line(change, document);
  Json line = line_of("info", summary_line(*document.plan), document.timestamp, "change_summary");
  line["summary"] = summary_json(*document.plan);
  line["warnings"] = document.plan->warnings;
  return out + dump(line, -1);
}

std::string render_jsonl(const Document& document, const Style& style) {
  std::string out;
  if (!document.opened)
    out += jsonl_opening(document, style);
  if (document.outcome != nullptr && document.plan != nullptr)
    out += outcome_lines(document);
  if (document.drift != nullptr)
    out += drift_lines(document);
  if (outline_of(document)) {
    Json line = line_of("info", document.command, document.timestamp, "result");
    line["result"] = members_of(document);
    out += dump(line, -1);
  }
  if (document.diagnostics != nullptr)
    out += diagnostic_lines(document);
  return out + last_line(document);
}

} // namespace cerec::report
