#include "cerec/cli/real_system.hpp"

#include "cerec/io/real_loop.hpp"
#include "cli/system/real.hpp"

namespace cerec::cli {

struct RealSystem::Parts {
  std::unique_ptr<io::Clock> clock = make_real_clock();
  std::unique_ptr<io::Random> random = make_real_random();
  std::unique_ptr<io::Environment> environment = make_real_environment();
  std::unique_ptr<SignalSource> signals = make_real_signals();
  std::unique_ptr<io::Loop> loop = io::make_real_loop(*clock, *signals);
  io::Membership signals_wake{*loop, *signals};
  std::unique_ptr<io::Files> files = make_real_files(*loop);
  std::unique_ptr<io::Terminal> terminal = make_real_terminal(*loop);
  std::unique_ptr<io::Processes> processes = make_real_processes(*loop, *clock);
  System system{
      *clock,
      *random,
      *files,
      *environment,
      *terminal,
      *signals,
      *loop,
      *processes,
      [this](const http::CurlSettings& settings) { return http::make_curl_transport(settings, *clock); }};
};

RealSystem::RealSystem() : parts_(std::make_unique<Parts>()) {
  keep_memory_private();
}
RealSystem::~RealSystem() = default;

System& RealSystem::system() {
  return parts_->system;
}

} // namespace cerec::cli
