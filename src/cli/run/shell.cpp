#include "cli/run/shell.hpp"

#include "cli/output/version.hpp"

namespace cerec::cli {

operations::Ports Shell::ports() const {
  const auto make_transport = [&make = system.make_transport](http::CurlSettings settings) {
    settings.user_agent = "cerec/" + std::string(cerec_version());
    return make(settings);
  };
  return {system.clock,     system.random,   system.files,   system.environment,
          system.terminal,  system.terminal, system.signals, system.loop,
          system.processes, make_transport,  listener};
}

operations::Common Shell::place() const {
  return {common.workspace, output.result_files()};
}

std::optional<std::string> Shell::at(const std::optional<std::string>& path) const {
  return path ? std::optional(at(*path)) : std::nullopt;
}

} // namespace cerec::cli
