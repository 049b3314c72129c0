#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cerec::model {

/// Canonical text (members sorted, no blanks, numbers by their decimal value) of a JSON object or list;
/// nullopt for any other text, and for text nested deeper than a configuration value reasonably is.
[[nodiscard]] std::optional<std::string> canonical_json(std::string_view text);

/// A number that a double has rounded.
struct RoundedNumber {
  std::string declared, kept;
};
/// The first of them, if the two JSON texts are equal but for such numbers; nullopt: they are equal, or they
/// differ otherwise.
[[nodiscard]] std::optional<RoundedNumber> rounded_number(std::string_view declared, std::string_view kept);

/// A JSON list of strings.
[[nodiscard]] std::string list_text(const std::vector<std::string>& items);

} // namespace cerec::model
