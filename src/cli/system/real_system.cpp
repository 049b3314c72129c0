#include "cerec/cli/real_system.hpp"

#include "cli/system/real.hpp"

namespace cerec::cli {

struct RealSystem::Parts {
  std::unique_ptr<base::Clock> clock = make_real_clock();
  std::unique_ptr<base::Random> random = make_real_random();
  std::unique_ptr<base::Environment> environment = make_real_environment();
  std::unique_ptr<base::Signals> signals = make_real_signals();
  std::unique_ptr<base::Files> files = make_real_files(*signals);
  std::unique_ptr<base::Terminal> terminal = make_real_terminal(*signals);
  std::unique_ptr<base::Processes> processes = make_real_processes(*signals);
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
