#pragma once
#include "cerec/io/ports.hpp"

#include <functional>
#include <map>
#include <utility>

namespace cerec::sim {

/// Virtual time: a queue of events ordered by (time, order of scheduling). Time moves only in wait().
class Timeline {
public:
  using Event = std::function<void()>;
  /// Names a scheduled event; the default value names none.
  using EventId = std::pair<base::TimePoint, uint64_t>;

  virtual ~Timeline() = default;
  [[nodiscard]] base::TimePoint now() const { return now_; }
  /// Schedules; a time in the past means now.
  EventId at(base::TimePoint time, Event event);
  EventId after(base::Duration delay, Event event) { return at(now_ + delay, std::move(event)); }
  void cancel(const EventId& id) { events_.erase(id); }
  [[nodiscard]] size_t pending() const { return events_.size(); }

  /// Blocks the caller: runs events until `ready()` holds or `until` is reached. Everything that waits under
  /// virtual time waits here, so a scheduler of several actors overrides it and lets the others run.
  virtual void wait(base::TimePoint until, const std::function<bool()>& ready);

  /// Runs the next event, if it is due by `until`; false if there is none.
  bool run_next(base::TimePoint until);
  /// Moves time forward without running anything; never backwards.
  void advance_to(base::TimePoint time);
  /// Runs all events until none is left (or `limit` is reached).
  void run_all(base::TimePoint limit);

private:
  std::map<EventId, Event> events_;
  base::TimePoint now_{};
  uint64_t next_ = 1;
};

/// The clock of a timeline; wall time starts at `epoch`, by default 2026-01-01T00:00:00Z.
class VirtualClock : public io::Clock {
public:
  static constexpr base::WallTime k_epoch{std::chrono::seconds{1'767'225'600}};
  explicit VirtualClock(const Timeline& timeline, base::WallTime epoch = k_epoch)
      : timeline_(timeline), epoch_(epoch) {}
  [[nodiscard]] base::TimePoint now() override { return timeline_.now(); }
  [[nodiscard]] base::WallTime wall() override { return epoch_ + timeline_.now().time_since_epoch(); }

private:
  const Timeline& timeline_;
  base::WallTime epoch_;
};

/// splitmix64: small, fast, the same everywhere.
class SeededRandom : public io::Random {
public:
  explicit SeededRandom(uint64_t seed) : state_(seed) {}
  [[nodiscard]] uint64_t next() override;
  /// Uniform in [0, bound); 0 for bound 0.
  [[nodiscard]] uint64_t below(uint64_t bound) { return bound == 0 ? 0 : next() % bound; }
  [[nodiscard]] bool chance(double probability);
  [[nodiscard]] base::Duration between(base::Duration least, base::Duration most);

private:
  uint64_t state_;
};

} // namespace cerec::sim
