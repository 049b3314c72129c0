#include "http/window.hpp"

#include <algorithm>
#include <cmath>

namespace cerec::http {

void Window::success(Round sent_in) {
  if (sent_in != round_)
    return; // sent before the last halving: says nothing about the present window
  throttled_rounds_ = 0;
  if (size_ >= ceiling_ || ++successes_ < size_)
    return;
  ++size_;
  successes_ = 0;
}

bool Window::throttled(Round sent_in) {
  if (sent_in != round_)
    return false;
  ++round_;
  ++throttled_rounds_;
  size_ = std::max(1, size_ / 2);
  successes_ = 0;
  return true;
}

base::TimePoint Pace::earliest() const {
  return base::TimePoint(base::Duration(static_cast<int64_t>(std::ceil(next_))));
}

void Pace::started(base::TimePoint now) {
  if (interval_ <= 0)
    return;
  // Within one millisecond, the clock's resolution, the exact schedule is kept; after a pause it begins anew.
  const auto at = static_cast<double>(now.time_since_epoch().count());
  next_ = (at - next_ < 1.0 ? std::max(next_, at - 1.0) : at) + interval_;
}

} // namespace cerec::http
