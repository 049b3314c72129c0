#pragma once
#include "simulation/scenario.hpp"
#include "simulation/world.hpp"

namespace cerec::simulation {

/// Once quiet: every sink holds the token of every instance, none holds a dead one, and what another stack
/// has in the same files is still there. Each fault is one line.
[[nodiscard]] std::vector<std::string> untrue_sinks(const Scenario& scenario, const sim::Platform& platform,
                                                    const Evidence& evidence);

} // namespace cerec::simulation
