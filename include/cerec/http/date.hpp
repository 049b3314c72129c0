#pragma once
#include "cerec/base/time.hpp"

#include <optional>
#include <string_view>

namespace cerec::http {

/// An HTTP date in any of its three forms (RFC 9110 5.6.7): IMF-fixdate `Sun, 06 Nov 1994 08:49:37 GMT`, RFC
/// 850 `Sunday, 06-Nov-94 08:49:37 GMT`, asctime `Sun Nov  6 08:49:37 1994`. The weekday is not checked. Two
/// digits of a year are a year only beside `today`.
[[nodiscard]] std::optional<base::WallTime> parse_date(std::string_view text,
                                                       std::optional<base::WallTime> today = std::nullopt);

} // namespace cerec::http
