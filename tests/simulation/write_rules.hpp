#pragma once
#include "simulation/world.hpp"

namespace cerec::simulation {

/// Every write of the program, judged by the platform's record of what the instance was before it: nobody
/// else's instance, nobody else's tags, no create twice, nothing outside a shard. Each violation is one line.
[[nodiscard]] std::vector<std::string>
unlawful_writes(const Scenario& scenario, const sim::Platform& platform, const Evidence& evidence);

} // namespace cerec::simulation
