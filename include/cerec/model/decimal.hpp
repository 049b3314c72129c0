#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace cerec::model {

/// The value of a decimal number as a text of its own: `1.10`, `1.1` and `11e-1` give "1.1", `1e3` and
/// `1000.0` give "1000", and two numbers give one text only if they are equal, however many digits they have.
/// nullopt for what is no JSON number, and for exponents that nobody means.
[[nodiscard]] std::optional<std::string> canonical_decimal(std::string_view text);

/// True if `shown` is another number than `spelled`, and what a double makes of it: both are nearest to one
/// double, and `shown` has no more digits than it takes to tell doubles apart (17).
[[nodiscard]] bool is_rounded_to_double(std::string_view spelled, std::string_view shown);

} // namespace cerec::model
