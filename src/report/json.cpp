#include "report/json_writer.hpp"
#include "report/renderers.hpp"

namespace cerec::report {
namespace {

void write_changes(JsonWriter& out, const std::vector<model::Change>& changes) {
  out.list(changes.size(), [&](size_t index) { return json_of(changes[index]); });
}

bool write_plan(JsonWriter& out, const Document& document) {
  if (document.plan == nullptr)
    return false;
  const model::Plan& plan = *document.plan;
  out.object(head_of(plan, document), [&](std::string_view name) {
    if (name == "changes")
      write_changes(out, plan.changes);
    else if (name == "would_prune")
      write_changes(out, plan.would_prune);
    else
      return false;
    return true;
  });
  return true;
}

bool write_outcome(JsonWriter& out, const Document& document) {
  if (document.outcome == nullptr || document.plan == nullptr)
    return false;
  const auto& changes = document.outcome->changes;
  out.object(head_of(*document.outcome, *document.plan), [&](std::string_view name) {
    if (name != "changes")
      return false;
    out.list(changes.size(), [&](size_t index) { return json_of(changes[index], *document.plan); });
    return true;
  });
  return true;
}

} // namespace

std::string render_json(const Document& document, const Style& /*style*/) {
  const Json members = {{"format_version", k_format_version},
                        {"tool", "cerec " + document.version},
                        {"command", document.command},
                        {"timestamp", text_or_null(document.timestamp)},
                        {"exit_code", static_cast<int>(document.exit_code)},
                        {"exit", model::text_of(document.exit_code)},
                        {"plan", nullptr},
                        {"outcome", nullptr},
                        {"drift", document.drift == nullptr ? Json(nullptr) : json_of(*document.drift)},
                        {"diagnostics", json_of(document.diagnostics)},
                        {"failure", json_of(document.failure)}};
  JsonWriter out;
  out.object(members, [&](std::string_view name) {
    return name == "plan" ? write_plan(out, document) : name == "outcome" && write_outcome(out, document);
  });
  return out.take();
}

} // namespace cerec::report
