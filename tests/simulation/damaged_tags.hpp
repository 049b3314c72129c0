#pragma once
#include "simulation/world.hpp"

namespace cerec::simulation {

/// A service that damages tags or hides them (Scenario::damages_tags, hides_tags): what that may cost. Each
/// violation is one line.
[[nodiscard]] std::vector<std::string> costly_damage(const Scenario& scenario, const sim::Platform& platform,
                                                     const Evidence& evidence);

} // namespace cerec::simulation
