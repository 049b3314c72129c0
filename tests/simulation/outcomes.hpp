#pragma once
#include "simulation/world.hpp"

#include <map>
#include <string>
#include <vector>

namespace cerec::simulation {

/// The text of a runner's tokens.json with its journal laid over it, or "". Read anew, not by the program.
[[nodiscard]] std::string tokens_text(io::Files& files);
/// The variables of a dotenv sink.
[[nodiscard]] std::map<std::string, std::string> variables_of(const std::string& text);
/// What a sink holds: "element/logical id" -> token. The text of a tokens.json, or "".
[[nodiscard]] std::map<std::string, std::string> tokens_of(const std::string& text);

/// Removed by `--delete-mode disable`: switched off and marked. Somebody at the console may have switched it
/// on again: that is left alone.
[[nodiscard]] bool is_put_away(const sim::Platform& platform, const sim::Instance& instance);
/// owned_id, but empty for an instance that was put away and had never settled: it counts as deleted.
[[nodiscard]] std::string identity_in_use(const sim::Platform& platform, const sim::Instance& instance);

/// done, failed, unknown, not tried, as each run reported them, held against the audit of the platform. Each
/// lie is one line.
[[nodiscard]] std::vector<std::string> untrue_outcomes(const sim::Platform& platform,
                                                       const Evidence& evidence);

} // namespace cerec::simulation
