#include "cerec/model/decimal.hpp"

#include "cerec/base/number.hpp"

namespace cerec::model {
namespace {

constexpr int64_t k_widest = 40; ///< characters of a number that is written out
constexpr int64_t k_largest_exponent = 1'000'000;
constexpr size_t k_digits_of_a_double = 17;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Takes the digits off the front of `text`.
std::string_view take_digits(std::string_view& text) {
  size_t count = 0;
  while (count < text.size() && is_digit(text[count]))
    ++count;
  const std::string_view digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

/// digits * 10^exponent, without zeros at either end; no digits: 0.
struct Decimal {
  bool negative = false;
  std::string digits;
  int64_t exponent = 0;
};

/// The exponent at the end of a number; nothing left is 0.
std::optional<int64_t> read_exponent(std::string_view text) {
  if (text.empty())
    return 0;
  if (text.front() != 'e' && text.front() != 'E')
    return std::nullopt;
  text.remove_prefix(1);
  if (text.starts_with('+'))
    text.remove_prefix(1);
  const auto exponent = base::parse_number<int64_t>(text);
  const bool fits = exponent && *exponent <= k_largest_exponent && *exponent >= -k_largest_exponent;
  return fits ? exponent : std::nullopt;
}

std::optional<Decimal> read(std::string_view text) {
  Decimal out;
  out.negative = text.starts_with('-');
  if (out.negative)
    text.remove_prefix(1);
  const std::string_view whole = take_digits(text);
  if (whole.empty() || (whole.size() > 1 && whole.front() == '0'))
    return std::nullopt;
  std::string_view fraction;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    fraction = take_digits(text);
    if (fraction.empty())
      return std::nullopt;
  }
  const auto exponent = read_exponent(text);
  if (!exponent || (text.size() > 1 && text.substr(1).starts_with("+-")))
    return std::nullopt;
  out.digits = std::string(whole) + std::string(fraction);
  out.exponent = *exponent - static_cast<int64_t>(fraction.size());
  out.digits.erase(0, out.digits.find_first_not_of('0'));
  const size_t last = out.digits.find_last_not_of('0');
  if (last == std::string::npos)
    return Decimal{};
  out.exponent += static_cast<int64_t>(out.digits.size() - last - 1);
  out.digits.resize(last + 1);
  return out;
}

std::string write(const Decimal& value) {
  if (value.digits.empty())
    return "0";
  const std::string sign = value.negative ? "-" : "";
  const auto count = static_cast<int64_t>(value.digits.size());
  const int64_t point = count + value.exponent; // digits before the point
  if (value.exponent >= 0 && point <= k_widest)
    return sign + value.digits + std::string(static_cast<size_t>(value.exponent), '0');
  if (value.exponent < 0 && point > 0)
    return sign + value.digits.substr(0, static_cast<size_t>(point)) + "." +
           value.digits.substr(static_cast<size_t>(point));
  if (value.exponent < 0 && -value.exponent <= k_widest)
    return sign + "0." + std::string(static_cast<size_t>(-point), '0') + value.digits;
  return sign + value.digits + "e" + std::to_string(value.exponent);
}

} // namespace

std::optional<std::string> canonical_decimal(std::string_view text) {
  const auto value = read(text);
  return value ? std::optional(write(*value)) : std::nullopt;
}

bool is_rounded_to_double(std::string_view spelled, std::string_view shown) {
  const auto from = read(spelled), to = read(shown);
  if (!from || !to || to->digits.size() > k_digits_of_a_double || write(*from) == write(*to))
    return false;
  const auto one = base::parse_number<double>(spelled), other = base::parse_number<double>(shown);
  return one && other && *one == *other;
}

} // namespace cerec::model
