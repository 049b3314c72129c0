#pragma once
#include "cerec/cli/program.hpp"
#include "cerec/sim/memory_transport.hpp"
#include "cerec/sim/virtual_loop.hpp"

#include "support/fake_environment.hpp"
#include "support/fake_processes.hpp"
#include "support/fake_signals.hpp"
#include "support/fake_terminal.hpp"
#include "support/memory_files.hpp"

#include <memory>
#include <string>
#include <vector>

namespace cerec::test {

/// The whole program in memory, over a simulated account in virtual time: put files, run commands, look at
/// stdout, stderr, the exit code and the requests. Needs cerec_cli and cerec_sim.
class Program {
public:
  MemoryFiles files;
  FakeEnvironment environment;
  FakeSignals signals;
  RecordingTerminal terminal; ///< of the next run; its texts are emptied before each
  sim::Timeline timeline;
  sim::VirtualLoop loop{timeline, signals};
  FakeProcesses processes{loop};
  sim::Service service;

  /// With credentials of the simulated account, and a stack that is named.
  explicit Program(const sim::PlatformConfig& config = {}) : service(timeline, config) {
    const sim::Account account = sim::demo_account();
    environment.variables = {{"CEREC_API_URL", "https://api.example.com/elements/api-v2"},
                             {"CEREC_USER_SECRET", account.user},
                             {"CEREC_ORGANIZATION_SECRET", account.organization},
                             {"CEREC_STACK", "test"}};
  }

  /// Runs one command line; what it printed is in out() and err(), its requests in requests().
  int run(const std::vector<std::string>& arguments) {
    terminal.out_text.clear();
    terminal.err_text.clear();
    first_request_ = service.requests.size();
    sim::SeededRandom random(++runs_);
    cli::System system{service.clock,
                       random,
                       files,
                       environment,
                       terminal,
                       signals,
                       loop,
                       processes,
                       [&](const http::CurlSettings& settings) {
                         curl_settings = settings;
                         return std::make_unique<sim::MemoryTransport>(service, "cerec");
                       }};
    return cli::run(arguments, system);
  }

  [[nodiscard]] const std::string& out() const { return terminal.out_text; }
  [[nodiscard]] const std::string& err() const { return terminal.err_text; }
  /// "GET /instances?...", one line for each request of the last run.
  [[nodiscard]] std::string requests() const { return service.request_lines(first_request_); }
  [[nodiscard]] size_t request_count() const { return service.requests.size() - first_request_; }

  http::CurlSettings curl_settings; ///< that the last transport was made with

private:
  size_t first_request_ = 0;
  uint64_t runs_ = 0;
};

} // namespace cerec::test
