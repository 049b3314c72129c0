#pragma once
#include "cerec/http/curl_transport.hpp"
#include "cerec/io/ports.hpp"
#include "cerec/io/processes.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cerec::cli {

/// The outside world, as ports. main wires the real one, tests an in-memory one.
struct System {
  io::Clock& clock;
  io::Random& random;
  io::Files& files;
  io::Environment& environment;
  io::Terminal& terminal;
  io::Signals& signals;
  io::Loop& loop;
  io::Processes& processes;
  std::function<std::unique_ptr<http::Transport>(const http::CurlSettings&)> make_transport;
};

/// The whole program: arguments (without the program's name) in, exit code out. Throws nothing.
[[nodiscard]] int run(const std::vector<std::string>& arguments, System& system);

} // namespace cerec::cli
