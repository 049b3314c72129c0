#include "simulation/scheduler.hpp"

#include <algorithm>

namespace cerec::simulation {

void Scheduler::spawn(base::TimePoint time, std::function<void()> body) {
  auto actor = std::make_unique<Actor>();
  actor->fiber = std::make_unique<Fiber>(std::move(body));
  actor->until = time;
  actors_.push_back(std::move(actor));
}

void Scheduler::wait(base::TimePoint until, const std::function<bool()>& ready) {
  if (running_ == nullptr) { // the only actor, outside of run()
    Timeline::wait(until, ready);
    return;
  }
  if (ready())
    return;
  running_->until = until;
  running_->ready = &ready;
  Fiber::yield();
}

void Scheduler::resume(Actor& actor) {
  ++switches_;
  actor.ready = nullptr;
  running_ = &actor;
  actor.fiber->resume();
  running_ = nullptr;
}

Scheduler::Actor* Scheduler::pick() {
  std::vector<Actor*> runnable;
  for (const auto& actor : actors_)
    if (actor->runnable(now()))
      runnable.push_back(actor.get());
  if (runnable.empty())
    return nullptr;
  return runnable[random_.below(runnable.size())];
}

bool Scheduler::run(base::TimePoint limit) {
  while (now() < limit) {
    std::erase_if(actors_, [](const auto& actor) { return actor->fiber->done(); });
    if (Actor* next = pick()) {
      resume(*next);
      continue;
    }
    base::TimePoint wake = limit;
    for (const auto& actor : actors_)
      wake = std::min(wake, actor->until);
    if (run_next(wake))
      continue;
    if (actors_.empty())
      return true;
    advance_to(wake);
  }
  return false;
}

} // namespace cerec::simulation
