#pragma once
#include "simulation/world.hpp"

namespace cerec::simulation {

/// What was reviewed is what is written. Of every run whose plan was reviewed, judged by the platform's
/// record: nothing that the reviewed plan does not list, nothing that was slipped in afterwards, nothing onto
/// an instance that was somebody else's when the run could see it, nothing with another user or a plan out of
/// its time.
[[nodiscard]] std::vector<std::string>
unreviewed_writes(const Scenario& scenario, const sim::Platform& platform, const Evidence& evidence);

} // namespace cerec::simulation
