#pragma once
#include "cerec/sim/timeline.hpp"
#include "simulation/fiber.hpp"

#include <memory>
#include <string>
#include <vector>

namespace cerec::simulation {

/// Virtual time shared by several actors: whoever waits lets the others run, and the seed decides who of
/// those that could go on does so first.
class Scheduler : public sim::Timeline {
public:
  explicit Scheduler(uint64_t seed) : random_(seed) {}

  /// Starts `body` on a fiber of its own at `time`.
  void spawn(base::TimePoint time, std::function<void()> body);
  /// Runs until every actor has ended and no event is left, or `limit` is reached. False: somebody still
  /// waits.
  [[nodiscard]] bool run(base::TimePoint limit);

  void wait(base::TimePoint until, const std::function<bool()>& ready) override;
  [[nodiscard]] uint64_t switches() const { return switches_; }

private:
  struct Actor {
    std::unique_ptr<Fiber> fiber;
    base::TimePoint until{};
    const std::function<bool()>* ready = nullptr; ///< lives on the actor's stack while it waits
    [[nodiscard]] bool runnable(base::TimePoint now) const {
      return until <= now || (ready != nullptr && (*ready)());
    }
  };
  void resume(Actor& actor);
  [[nodiscard]] Actor* pick();

  std::vector<std::unique_ptr<Actor>> actors_;
  Actor* running_ = nullptr;
  sim::SeededRandom random_;
  uint64_t switches_ = 0;
};

} // namespace cerec::simulation
