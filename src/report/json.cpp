#include "report/json_parts.hpp"
#include "report/renderers.hpp"

namespace cerec::report {

std::string render_json(const Document& document, const Style& /*style*/) {
  const Json plan = document.plan == nullptr ? Json(nullptr) : json_of(*document.plan, document);
  const bool ran = document.outcome != nullptr && document.plan != nullptr;
  return dump({{"format_version", k_format_version},
               {"tool", "cerec " + document.version},
               {"command", document.command},
               {"timestamp", text_or_null(document.timestamp)},
               {"exit_code", static_cast<int>(document.exit_code)},
               {"exit", model::text_of(document.exit_code)},
               {"plan", plan},
               {"outcome", ran ? json_of(*document.outcome, *document.plan) : Json(nullptr)},
               {"drift", document.drift == nullptr ? Json(nullptr) : json_of(*document.drift)},
               {"diagnostics", json_of(document.diagnostics)},
               {"failure", json_of(document.failure)}},
              2);
}

} // namespace cerec::report
