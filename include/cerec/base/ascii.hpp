#pragma once
#include <string>
#include <string_view>

namespace cerec::base {

// Of one byte, whatever the locale: bytes above 0x7f are none of these.
[[nodiscard]] constexpr bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
[[nodiscard]] constexpr bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
[[nodiscard]] constexpr bool is_letter(char c) {
  return is_lower(c) || is_upper(c);
}
[[nodiscard]] constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
[[nodiscard]] constexpr bool is_alphanumeric(char c) {
  return is_letter(c) || is_digit(c);
}
[[nodiscard]] constexpr char to_upper(char c) {
  return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
}

/// A name for an environment variable: letters in capitals, digits, `_` for every other byte, and in front of
/// a digit at the beginning. `gooddata.analytics-prod` -> `GOODDATA_ANALYTICS_PROD`.
[[nodiscard]] std::string variable_name(std::string_view text);

} // namespace cerec::base
