#pragma once
#include "simulation/world.hpp"

namespace cerec::simulation {

/// What must hold after every schedule (docs/guarantees.md). Each violation is one line; none: the schedule
/// passed.
[[nodiscard]] std::vector<std::string> violations(const Scenario& scenario, const World& world,
                                                  const Evidence& evidence);

} // namespace cerec::simulation
