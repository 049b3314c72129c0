#pragma once
#include <charconv>
#include <optional>
#include <string_view>
#include <system_error>

namespace cerec::base {

/// The whole text as a number in decimal digits: `-` only for a signed type, no `+`, no blanks. nullopt:
/// something else stands there, or nothing, or the number does not fit.
template <class Number>
[[nodiscard]] std::optional<Number> parse_number(std::string_view text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  return error == std::errc() && rest == end ? std::optional(number) : std::nullopt;
}

/// The same in hexadecimal digits, without a prefix.
template <class Number>
[[nodiscard]] std::optional<Number> parse_hex(std::string_view text) {
  Number number{};
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number, 16);
  return error == std::errc() && rest == end ? std::optional(number) : std::nullopt;
}

} // namespace cerec::base
