#include "cerec/sim/program.hpp"

#include "sim/options.hpp"

#include "cerec/base/text.hpp"
#include "cerec/sim/state_file.hpp"

#include <csignal>
#include <cstdio>
#include <fmt/format.h>
#include <fstream>
#include <thread>

namespace cerec::sim {
namespace {

constexpr int k_error = 1, k_usage = 3;

int report(const base::Failure& failure) {
  fmt::print(stderr, "cerec-sim: error: {}\n", base::visible(failure.message));
  if (!failure.hint.empty())
    fmt::print(stderr, "  hint: {}\n", base::visible(failure.hint));
  return failure.kind == base::FailureKind::usage ? k_usage : k_error;
}

/// Instances that nobody owns, as a console user would have made them.
void seed(Platform& platform, const Options& options) {
  for (int i = 1; i <= options.seed_instances; ++i) {
    Instance instance;
    instance.element = options.seed_element;
    instance.name = fmt::format("seeded-{:06}", i);
    instance.configuration = {{"username", "seed@example.com"}, {"password", "seeded"}};
    instance.tags = {"seeded"};
    platform.add(std::move(instance));
  }
}

base::Result<void> write_port(const std::string& path, int port) {
  if (path.empty())
    return {};
  const std::string temporary = path + ".new"; // readers see nothing or the whole number
  {
    std::ofstream out(temporary);
    out << port << '\n';
    if (!out.flush())
      return base::fail(fmt::format("cannot write {}", temporary));
  }
  if (std::rename(temporary.c_str(), path.c_str()) != 0)
    return base::fail(fmt::format("cannot write {}", path));
  return {};
}

/// Blocks SIGINT and SIGTERM in this thread and all it starts.
sigset_t block_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  return set;
}

int serve(Options options) {
  Platform platform(options.platform);
  Faults faults(options.platform.seed);
  for (FaultRule& rule : options.faults)
    faults.add(std::move(rule));
  if (options.chaos)
    faults.set_chaos(*options.chaos);
  StateFile state;
  if (!options.state_file.empty())
    if (auto opened = state.open(options.state_file, platform); !opened)
      return report(opened.error());
  if (platform.instances().empty())
    seed(platform, options);
  std::ofstream log;
  if (!options.request_log.empty()) {
    log.open(options.request_log, std::ios::app);
    if (!log)
      return report({base::FailureKind::error, fmt::format("cannot write {}", options.request_log), {}});
    options.server.log = [&log](const std::string& line) { log << line << '\n' << std::flush; };
  }
  const sigset_t signals = block_signals();
  HttpServer server(platform, faults, options.server);
  const auto port = server.bind();
  if (!port)
    return report(port.error());
  if (auto written = write_port(options.port_file, *port); !written)
    return report(written.error());
  fmt::print("listening on http://{}:{}{}\n", options.server.host, *port, k_base_path);
  std::fflush(stdout);
  std::thread serving([&] { server.serve(); });
  int number = 0;
  sigwait(&signals, &number);
  server.stop();
  serving.join();
  if (!options.state_file.empty())
    if (auto saved = state.compact(); !saved)
      return report(saved.error());
  return state.ok() ? 0 : report({base::FailureKind::error, "the state file is incomplete", {}});
}

} // namespace

int run_simulator(const std::vector<std::string>& arguments) {
  try {
    auto options = parse_options(arguments);
    if (!options)
      return report(options.error());
    if (options->help || options->version) {
      fmt::print("{}", options->help ? help_text() : "cerec-sim " CEREC_VERSION "\n");
      return 0;
    }
    return serve(std::move(*options));
  } catch (const std::exception& error) {
    return report({base::FailureKind::error, error.what(), {}});
  }
}

} // namespace cerec::sim
