#pragma once
#include "cerec/sim/http_server.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cerec::sim {

/// The command line of cerec-sim.
struct Options {
  HttpServerSettings server;
  PlatformConfig platform;
  std::vector<FaultRule> faults;
  std::optional<Chaos> chaos;
  std::string port_file, state_file, request_log;
  int seed_instances = 0;
  std::string seed_element = "gooddata";
  bool help = false, version = false;
};

/// Arguments without the program's name; `--name value` and `--name=value`.
[[nodiscard]] base::Result<Options> parse_options(const std::vector<std::string>& arguments);
[[nodiscard]] std::string help_text();

} // namespace cerec::sim
