#include "cerec/cli/real_system.hpp"

#include "cli/system/real.hpp"

namespace cerec::cli {

struct RealSystem::Parts {
  std::unique_ptr<io::Clock> clock = make_real_clock();
  std::unique_ptr<io::Random> random = make_real_random();
  std::unique_ptr<io::Environment> environment = make_real_environment();
  std::unique_ptr<io::Signals> signals = make_real_signals();
  std::unique_ptr<io::Files> files = make_real_files(*signals);
  std::unique_ptr<io::Terminal> terminal = make_real_terminal(*signals);
  std::unique_ptr<io::Processes> processes = make_real_processes(*signals);
  System system{*clock,
                *random,
                *files,
                *environment,
                *terminal,
                *signals,
                *processes,
                [this](const http::CurlSettings& settings) {
                  return http::make_curl_transport(settings, *clock, *signals);
                }};
};

RealSystem::RealSystem() : parts_(std::make_unique<Parts>()) {
  keep_memory_private();
}
RealSystem::~RealSystem() = default;

System& RealSystem::system() {
  return parts_->system;
}

} // namespace cerec::cli
