#include "report/json_parts.hpp"
#include "report/renderers.hpp"
#include "report/results.hpp"

namespace cerec::report {

std::string render_json(const Document& document, const Style& /*style*/) {
  Json out = {{"format_version", k_format_version},
              {"tool", "cerec " + document.version},
              {"command", document.command},
              {"timestamp", text_or_null(document.timestamp)},
              {"exit_code", static_cast<int>(document.exit_code)},
              {"exit", model::text_of(document.exit_code)}};
  out.update(members_of(document));
  out["diagnostics"] = json_of(document.diagnostics);
  out["failure"] = json_of(document.failure);
  return dump(out, 2);
}

} // namespace cerec::report
