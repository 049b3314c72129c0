#pragma once
#include "simulation/scenario.hpp"

#include <functional>

namespace cerec::simulation {

/// Takes parts away from a failing scenario for as long as it still fails: faults, mishaps, console acts,
/// runs, strangers, manifests. `budget`: how many scenarios may be played.
[[nodiscard]] Scenario shrink(Scenario scenario, const std::function<bool(const Scenario&)>& fails,
                              int budget = 400);

} // namespace cerec::simulation
