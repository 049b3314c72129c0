#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace cerec::model {

/// The value of a decimal number as a text of its own: `1.10`, `1.1` and `11e-1` give "1.1", `1e3` and
/// `1000.0` give "1000", and two numbers give one text only if they are equal, however many digits they have.
/// nullopt for what is no JSON number, and for exponents that nobody means.
[[nodiscard]] std::optional<std::string> canonical_decimal(std::string_view text);

} // namespace cerec::model
