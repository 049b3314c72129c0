#include "cerec/sim/timeline.hpp"

#include <algorithm>

namespace cerec::sim {

Timeline::EventId Timeline::at(base::TimePoint time, Event event) {
  const EventId id{std::max(time, now_), next_++};
  events_.emplace(id, std::move(event));
  return id;
}

void Timeline::wait(base::TimePoint until, const std::function<bool()>& ready) {
  while (!ready())
    if (!run_next(until)) {
      if (until != base::TimePoint::max())
        advance_to(until);
      return;
    }
}

bool Timeline::run_next(base::TimePoint until) {
  const auto first = events_.begin();
  if (first == events_.end() || first->first.first > until)
    return false;
  advance_to(first->first.first);
  const Event event = std::move(first->second);
  events_.erase(first);
  event();
  return true;
}

void Timeline::advance_to(base::TimePoint time) {
  now_ = std::max(now_, time);
}

void Timeline::run_all(base::TimePoint limit) {
  while (run_next(limit)) {
  }
}

uint64_t SeededRandom::next() {
  state_ += 0x9E37'79B9'7F4A'7C15ULL;
  uint64_t z = state_;
  z = (z ^ z >> 30) * 0xBF58'476D'1CE4'E5B9ULL;
  z = (z ^ z >> 27) * 0x94D0'49BB'1331'11EBULL;
  return z ^ z >> 31;
}

bool SeededRandom::chance(double probability) {
  return static_cast<double>(next() >> 11) * 0x1.0p-53 < probability;
}

base::Duration SeededRandom::between(base::Duration least, base::Duration most) {
  if (most <= least)
    return least;
  return least +
         base::Duration(static_cast<int64_t>(below(static_cast<uint64_t>((most - least).count()) + 1)));
}

} // namespace cerec::sim
