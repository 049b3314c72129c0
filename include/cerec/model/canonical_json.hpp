#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cerec::model {

/// Canonical text (members sorted, no blanks, numbers by their decimal value) of a JSON object or list;
/// nullopt for any other text, and for text nested deeper than a configuration value reasonably is.
[[nodiscard]] std::optional<std::string> canonical_json(std::string_view text);

/// A JSON list of strings.
[[nodiscard]] std::string list_text(const std::vector<std::string>& items);

} // namespace cerec::model
