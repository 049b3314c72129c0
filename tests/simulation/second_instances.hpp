#pragma once
#include "simulation/world.hpp"

namespace cerec::simulation {

/// Runs that ended with 0 although their own listing had shown two instances of a declared identity, both of
/// which were alive when they ended.
[[nodiscard]] std::vector<std::string> silent_seconds(const Scenario& scenario, const World& world,
                                                      const Evidence& evidence);

/// Creates that were posted although an earlier run in the same folder had posted the identity, was killed
/// without an answer, and not long ago (docs/guarantees.md, "Started again in the same folder").
[[nodiscard]] std::vector<std::string> forgotten_intents(const Scenario& scenario, const World& world,
                                                         const Evidence& evidence);

} // namespace cerec::simulation
