#pragma once
#include <string>
#include <vector>

namespace cerec::sim {

/// The whole of `cerec-sim`: serves until SIGINT or SIGTERM. Exit code: 0 ended by a signal, 1 error, 3 wrong
/// usage. Throws nothing.
[[nodiscard]] int run_simulator(const std::vector<std::string>& arguments);

} // namespace cerec::sim
