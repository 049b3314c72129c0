#pragma once
#include <chrono>

/// Points in time and spans between them. Everything is counted in milliseconds.
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

} // namespace cerec::base
