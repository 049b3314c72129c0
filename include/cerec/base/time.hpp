#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

/// Times as the program tells them apart: of the clock that only rises, and of the calendar.
namespace cerec::base {

using Duration = std::chrono::milliseconds;
struct MonotonicTag {
  using duration = Duration;
  using rep = Duration::rep;
  using period = Duration::period;
  static constexpr bool is_steady = true;
};
using TimePoint = std::chrono::time_point<MonotonicTag, Duration>; ///< monotonic
using WallTime = std::chrono::sys_time<Duration>;                  ///< UTC

/// `YYYY-MM-DDThh:mm:ssZ`: RFC 3339 in UTC with whole seconds, as the service writes it, and the way back.
[[nodiscard]] std::string text_of(WallTime time);
[[nodiscard]] std::optional<WallTime> wall_time_of(std::string_view text);

} // namespace cerec::base
