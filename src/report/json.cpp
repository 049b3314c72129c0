#include "report/json_writer.hpp"
#include "report/renderers.hpp"
#include "report/results.hpp"

namespace cerec::report {
namespace {

void write_changes(JsonWriter& out, const std::vector<model::Change>& changes) {
  out.list(changes.size(), [&](size_t index) { return json_of(changes[index]); });
}

void write_plan(JsonWriter& out, const Json& head, const model::Plan& plan) {
  out.object(head, [&](std::string_view name) {
    if (name == "changes")
      write_changes(out, plan.changes);
    else if (name == "would_prune")
      write_changes(out, plan.would_prune);
    else
      return false;
    return true;
  });
}

void write_outcome(JsonWriter& out, const Json& head, const Document& document) {
  const auto& changes = document.outcome->changes;
  out.object(head, [&](std::string_view name) {
    if (name != "changes")
      return false;
    out.list(changes.size(), [&](size_t index) { return json_of(changes[index], *document.plan); });
    return true;
  });
}

} // namespace

std::string render_json(const Document& document, const Style& /*style*/) {
  Json members = {{"format_version", k_format_version},
                  {"tool", "cerec " + document.version},
                  {"command", document.command},
                  {"timestamp", text_or_null(document.timestamp)},
                  {"exit_code", static_cast<int>(document.exit_code)},
                  {"exit", model::text_of(document.exit_code)}};
  members.update(members_of(document));
  members["diagnostics"] = json_of(document.diagnostics);
  members["failure"] = json_of(document.failure);
  JsonWriter out;
  out.object(members, [&](std::string_view name) {
    const bool plan = name == "plan" && document.plan != nullptr;
    const bool outcome = name == "outcome" && document.plan != nullptr && document.outcome != nullptr;
    if (plan)
      write_plan(out, members["plan"], *document.plan);
    else if (outcome)
      write_outcome(out, members["outcome"], document);
    return plan || outcome;
  });
  return out.take();
}

} // namespace cerec::report
