#include "cerec/base/text.hpp"
#include "cerec/http/date.hpp"
#include "cerec/http/retry.hpp"

#include <algorithm>
#include <charconv>

namespace cerec::http {
namespace {

constexpr int64_t k_longest_seconds = 365LL * 24 * 3600; ///< a longer wait is as good as this one

std::optional<int64_t> digits(std::string_view text) {
  int64_t value = 0;
  const auto* const end = text.data() + text.size();
  if (text.empty() || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc::result_out_of_range)
    return INT64_MAX;
  return rest == end ? std::optional(value) : std::nullopt;
}

} // namespace

std::optional<base::Duration> parse_retry_after(std::string_view value, base::WallTime wall) {
  value = base::trim(value);
  if (const auto seconds = digits(value))
    return std::chrono::seconds(std::min(*seconds, k_longest_seconds));
  const auto date = parse_date(value, wall);
  if (!date)
    return std::nullopt;
  return std::clamp(*date - wall, base::Duration(0), base::Duration(std::chrono::seconds(k_longest_seconds)));
}

} // namespace cerec::http
