#pragma once
#include "cerec/base/ports.hpp"
#include "cerec/http/curl_transport.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cerec::cli {

/// The outside world, as ports. main wires the real one, tests an in-memory one.
struct System {
  base::Clock& clock;
  base::Random& random;
  base::Files& files;
  base::Environment& environment;
  base::Terminal& terminal;
  base::Signals& signals;
  base::Processes& processes;
  std::function<std::unique_ptr<http::Transport>(const http::CurlSettings&)> make_transport;
};

/// The whole program: arguments (without the program's name) in, exit code out. Throws nothing.
[[nodiscard]] int run(const std::vector<std::string>& arguments, System& system);

} // namespace cerec::cli
