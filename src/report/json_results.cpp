#include "report/json_parts.hpp"
#include "report/parts.hpp"

/// What happened, as JSON: outcome, drift, diagnostics, failure.
namespace cerec::report {

Json json_of(const model::ChangeOutcome& item, const model::Plan& plan) {
  Json address = nullptr;
  Json kind = nullptr;
  if (item.change < plan.changes.size()) {
    address = plan.changes[item.change].address.text();
    kind = model::row_of(plan.changes[item.change].kind).word;
  }
  return {{"change", item.change},
          {"address", std::move(address)},
          {"kind", std::move(kind)},
          {"ending", model::text_of(item.ending)},
          {"instance_id", id_or_null(item.instance_id)},
          {"deleted_instance_id", id_or_null(item.deleted_instance_id)},
          {"already_existed", item.already_existed},
          {"token_published", item.token_published},
          {"failure", item.ending == model::Ending::failed ? Json(word_of(item.failure)) : Json(nullptr)},
          {"message", text_or_null(item.message)},
          {"next_step", text_or_null(item.next_step)},
          {"request_id", text_or_null(item.request_id)},
          {"diagnostics", json_of(&item.faults)},
          {"elapsed_ms", item.elapsed.count()}};
}

Json summary_json(const model::Outcome& outcome, const model::Plan& plan) {
  Json out = {{"message", summary_line(outcome, plan)}};
  using enum model::Ending;
  for (const model::Ending ending : {done, failed, unknown, not_tried})
    out[std::string(model::text_of(ending))] = outcome.count(ending);
  return out;
}

Json head_of(const model::Outcome& outcome, const model::Plan& plan) {
  const model::RequestCounts& counts = outcome.requests;
  return {{"summary", summary_json(outcome, plan)},
          {"changes", Json::array()},
          {"requests",
           {{"total", counts.total},
            {"list", counts.list},
            {"detail", counts.detail},
            {"create", counts.create},
            {"update", counts.update},
            {"delete", counts.remove},
            {"repeated", counts.retries},
            {"throttled_ms", counts.throttled.count()}}},
          {"signal", outcome.signal == 0 ? Json(nullptr) : Json(outcome.signal)},
          {"stale", outcome.stale},
          {"warnings", outcome.warnings}};
}

Json summary_json(const model::DriftReport& drift) {
  Json counts = Json::object();
  using Kind = model::DriftKind;
  for (const Kind kind :
       {Kind::in_sync, Kind::pending, Kind::drift, Kind::conflict, Kind::missing, Kind::unmanaged,
        Kind::foreign, Kind::orphaned, Kind::duplicate, Kind::unhealthy, Kind::unverifiable}) {
    const auto found = drift.counts.find(kind);
    counts[std::string(model::text_of(kind))] = found == drift.counts.end() ? 0 : found->second;
  }
  return {{"message", summary_line(drift)},
          {"counts", std::move(counts)},
          {"managed", drift.managed},
          {"listed", drift.listed},
          {"disabled_undeclared", drift.disabled_undeclared},
          {"owed_tokens", drift.owed_tokens},
          {"coverage", drift.coverage},
          {"requests", {{"list", drift.list_requests}, {"detail", drift.detail_requests}}}};
}

Json json_of(const model::DriftReport& drift) {
  Json out = {{"target", target_json(drift.binding)}};
  out.update(summary_json(drift));
  out["items"] = Json::array();
  for (const model::DriftItem& item : drift.items)
    out["items"].push_back(json_of(item));
  return out;
}

Json json_of(const base::Diagnostic& diagnostic) {
  const base::Span& span = diagnostic.span;
  Json notes = Json::array();
  for (const base::Note& note : diagnostic.notes)
    notes.push_back({{"message", note.message},
                     {"file", note.span ? Json(note.span.file->name) : Json(nullptr)},
                     {"line", note.span ? Json(note.span.line) : Json(nullptr)},
                     {"column", note.span ? Json(note.span.column) : Json(nullptr)}});
  return {{"severity", diagnostic.severity == base::Severity::error ? "error" : "warning"},
          {"code", diagnostic.code},
          {"message", diagnostic.message},
          {"file", span ? Json(span.file->name) : Json(nullptr)},
          {"line", span ? Json(span.line) : Json(nullptr)},
          {"column", span ? Json(span.column) : Json(nullptr)},
          {"hint", text_or_null(diagnostic.hint)},
          {"notes", std::move(notes)}};
}

Json json_of(const base::Diagnostics* diagnostics) {
  Json out = Json::array();
  if (diagnostics != nullptr)
    for (const base::Diagnostic& diagnostic : diagnostics->items())
      out.push_back(json_of(diagnostic));
  return out;
}

Json json_of(const std::optional<base::Failure>& failure) {
  if (!failure)
    return nullptr;
  return {
      {"kind", word_of(failure->kind)}, {"message", failure->message}, {"hint", text_or_null(failure->hint)}};
}

std::string dump(const Json& json, int indent) {
  return json.dump(indent, ' ', true, Json::error_handler_t::replace) + "\n";
}

} // namespace cerec::report
