#include "cli/output/json.hpp"

#include "cli/output/version.hpp"

namespace cerec::cli {

nlohmann::ordered_json json_document(std::string_view command, model::ExitCode code) {
  return {{"format_version", "1.0"},
          {"tool", "cerec " + std::string(cerec_version())},
          {"command", command},
          {"exit_code", static_cast<int>(code)},
          {"exit", model::text_of(code)}};
}

std::string json_text(const nlohmann::ordered_json& document) {
  return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

} // namespace cerec::cli
