#pragma once
#include "simulation/world.hpp"

namespace cerec::simulation {

/// What has to be there when all is quiet: each identity once, settled, as declared, its token in its sink,
/// and a plan that finds nothing to do. Each violation is one line.
[[nodiscard]] std::vector<std::string>
wrong_end_state(const Scenario& scenario, const sim::Platform& platform, const Evidence& evidence);

} // namespace cerec::simulation
