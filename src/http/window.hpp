#pragma once
#include "cerec/base/time.hpp"

namespace cerec::http {

/// How many requests may be in flight: additive increase, multiplicative decrease. Pure; each attempt carries
/// the round it was sent in, so that all throttles of one round trip halve the window once.
class Window {
public:
  using Round = uint64_t;
  explicit Window(int ceiling) : ceiling_(ceiling < 1 ? 1 : ceiling), size_(ceiling_) {}

  [[nodiscard]] int size() const { return size_; }
  [[nodiscard]] Round round() const { return round_; } ///< to be kept with an attempt when it is sent
  /// An answer that was no throttle.
  void success(Round sent_in);
  /// A 429 or 503. True if this one halved the window: the first of its round.
  bool throttled(Round sent_in);
  [[nodiscard]] int throttled_rounds() const { return throttled_rounds_; } ///< in a row

private:
  int ceiling_, size_;
  int successes_ = 0; ///< since the window last changed
  int throttled_rounds_ = 0;
  Round round_ = 0;
};

/// The rate cap: request n starts no earlier than 1/max_rps after request n-1. No bursts, so that the service
/// never sees more than it was promised.
class Pace {
public:
  explicit Pace(double max_rps) : interval_(max_rps > 0 ? 1000.0 / max_rps : 0) {}
  /// The earliest time of the next request.
  [[nodiscard]] base::TimePoint earliest() const;
  void started(base::TimePoint now);

private:
  double interval_; ///< milliseconds; 0: no cap
  double next_ = 0; ///< milliseconds on the clock
};

} // namespace cerec::http
