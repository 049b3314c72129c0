#pragma once
#include <nlohmann/json.hpp>

#include "cerec/model/exit_code.hpp"

namespace cerec::cli {

/// The head that every JSON document of cerec has, for commands that are no report.
[[nodiscard]] nlohmann::ordered_json json_document(std::string_view command, model::ExitCode code);
/// The document as text: two blanks, a newline at the end; bytes that are no UTF-8 are replaced.
[[nodiscard]] std::string json_text(const nlohmann::ordered_json& document);

} // namespace cerec::cli
