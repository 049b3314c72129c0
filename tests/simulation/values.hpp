#pragma once
#include "simulation/world.hpp"

namespace cerec::simulation {

/// Fields of the instances that are not as their manifests say, by what the service really holds, secrets in
/// clear: the program sees only masks of those. Each is one line.
[[nodiscard]] std::vector<std::string> wrong_values(const Scenario& scenario, const sim::Platform& platform);

/// How the plan after all has to end: what nobody can verify is never a silent success, and nothing else is
/// called unverifiable. `exit_code`: how it did end, where either is right.
[[nodiscard]] int last_plan_exit(const Scenario& scenario, const sim::Platform& platform, int exit_code);

} // namespace cerec::simulation
