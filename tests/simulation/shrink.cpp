#include "simulation/shrink.hpp"

namespace cerec::simulation {
namespace {

/// Tries to drop each element of one list; true if any could go.
template <class Member>
bool drop_each(Scenario& scenario, Member member, size_t keep, int& budget,
               const std::function<bool(const Scenario&)>& fails) {
  bool shrunk = false;
  for (size_t i = (scenario.*member).size(); i-- > 0 && (scenario.*member).size() > keep && budget > 0;) {
    Scenario smaller = scenario;
    auto& list = smaller.*member;
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(i));
    --budget;
    if (!fails(smaller))
      continue;
    scenario = std::move(smaller);
    shrunk = true;
  }
  return shrunk;
}

bool drop_mishaps(Scenario& scenario, int& budget, const std::function<bool(const Scenario&)>& fails) {
  bool shrunk = false;
  for (size_t r = 0; r < scenario.runs.size(); ++r)
    for (size_t i = scenario.runs[r].mishaps.size(); i-- > 0 && budget > 0;) {
      Scenario smaller = scenario;
      auto& mishaps = smaller.runs[r].mishaps;
      mishaps.erase(mishaps.begin() + static_cast<std::ptrdiff_t>(i));
      --budget;
      if (!fails(smaller))
        continue;
      scenario = std::move(smaller);
      shrunk = true;
    }
  return shrunk;
}

} // namespace

Scenario shrink(Scenario scenario, const std::function<bool(const Scenario&)>& fails, int budget) {
  for (bool shrunk = true; shrunk && budget > 0;) {
    shrunk = drop_each(scenario, &Scenario::strangers, 0, budget, fails);
    shrunk = drop_each(scenario, &Scenario::console, 0, budget, fails) || shrunk;
    shrunk = drop_mishaps(scenario, budget, fails) || shrunk;
    shrunk = drop_each(scenario, &Scenario::faults, 0, budget, fails) || shrunk;
    shrunk = drop_each(scenario, &Scenario::runs, 1, budget, fails) || shrunk;
    shrunk = drop_each(scenario, &Scenario::wanted, 1, budget, fails) || shrunk;
    shrunk = drop_each(scenario, &Scenario::before, 0, budget, fails) || shrunk;
  }
  if (Scenario plain = scenario; scenario.sinks.used) {
    plain.sinks = {};
    if (fails(plain))
      return plain;
  }
  return scenario;
}

} // namespace cerec::simulation
