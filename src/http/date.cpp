#include "cerec/http/date.hpp"

#include "cerec/base/number.hpp"
#include "cerec/base/text.hpp"

#include <algorithm>
#include <array>

namespace cerec::http {
namespace {

std::optional<int64_t> digits(std::string_view text) {
  return text.starts_with('-') ? std::nullopt : base::parse_number<int64_t>(text);
}

/// The parts of a date as text; all three forms have the same parts in another order.
struct DateParts {
  std::string_view day, month, year, time;
};

std::optional<unsigned> month_number(std::string_view name) {
  constexpr std::array<std::string_view, 12> names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto* const found = std::find(names.begin(), names.end(), name);
  if (found == names.end())
    return std::nullopt;
  return static_cast<unsigned>(found - names.begin()) + 1;
}

std::optional<std::chrono::seconds> time_of_day(std::string_view text) {
  const auto parts = base::split(text, ':');
  if (parts.size() != 3)
    return std::nullopt;
  const auto hour = digits(parts[0]), minute = digits(parts[1]), second = digits(parts[2]);
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60)
    return std::nullopt; // 60: leap second
  return std::chrono::seconds(*hour * 3600 + *minute * 60 + *second);
}

/// A year of two digits is the latest one with these digits that is at most 50 years ahead (RFC 9110 5.6.7).
int64_t full_year(int64_t two_digits, base::WallTime today) {
  const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(today)};
  const int64_t limit = static_cast<int>(date.year()) + 50;
  const int64_t year = limit - limit % 100 + two_digits;
  return year > limit ? year - 100 : year;
}

std::optional<base::WallTime> date_of(const DateParts& parts, std::optional<base::WallTime> today) {
  const auto day = digits(parts.day);
  auto year = digits(parts.year);
  const auto month = month_number(parts.month);
  const auto time = time_of_day(parts.time);
  const bool two_digits = parts.year.size() == 2;
  if (!day || !year || !month || !time || *day > 31 || *year > 9999 || (two_digits && !today))
    return std::nullopt;
  if (two_digits)
    year = full_year(*year, *today);
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(*month),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok())
    return std::nullopt;
  return base::WallTime(std::chrono::sys_days(date)) + *time;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words = base::split(text, ' ');
  std::erase_if(words, [](std::string_view word) { return word.empty(); });
  return words;
}

std::optional<DateParts> date_parts(std::string_view text) {
  const auto words = words_of(text);
  if (words.size() == 6 && words[0].ends_with(',') && words[5] == "GMT")
    return DateParts{words[1], words[2], words[3], words[4]};
  if (words.size() == 4 && words[0].ends_with(',') && words[3] == "GMT") {
    const auto date = base::split(words[1], '-');
    if (date.size() == 3)
      return DateParts{date[0], date[1], date[2], words[2]};
  }
  if (words.size() == 5)
    return DateParts{words[2], words[1], words[4], words[3]};
  return std::nullopt;
}

} // namespace

std::optional<base::WallTime> parse_date(std::string_view text, std::optional<base::WallTime> today) {
  const auto parts = date_parts(base::trim(text));
  return parts ? date_of(*parts, today) : std::nullopt;
}

} // namespace cerec::http
