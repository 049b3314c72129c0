#pragma once
#include "cerec/io/ports.hpp"
#include "cerec/io/processes.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace cerec::test {

/// The loop of a test in which nothing has to be waited for.
[[nodiscard]] io::Loop& still_loop();

/// Processes as a function: each run is kept and answered by `behaviour` (by default: success, no output).
class FakeProcesses : public io::Processes {
public:
  struct Run {
    std::vector<std::string> argv;
    std::string input; ///< in clear: a test looks whether the secret arrived
    base::Duration limit{0};
  };
  explicit FakeProcesses(io::Loop& loop = still_loop()) : Processes(loop) {}

  std::vector<Run> runs;
  std::function<base::Result<io::ProcessResult>(const Run& run)> behaviour;
  io::Clock* clock = nullptr; ///< if set, each runs for `length` by this clock
  base::Duration length{0};
  size_t most_at_once = 0;

  io::ProcessId start(const std::vector<std::string>& argv, const base::Secret& input,
                      base::Duration limit) override;
  std::optional<base::Result<io::ProcessResult>> take(io::ProcessId id) override;
  void stop(io::ProcessId id) override { running_.erase(id); }
  void hide(const std::vector<std::string>& variables, const std::vector<base::Secret>& values) override;
  void pump() override {}
  base::TimePoint due() override;

  std::vector<std::string> hidden_variables; ///< since the beginning
  std::vector<base::Secret> hidden_values;

private:
  struct Running {
    base::TimePoint ends{};
    base::Result<io::ProcessResult> result;
  };
  [[nodiscard]] base::TimePoint now() { return clock == nullptr ? base::TimePoint{} : clock->now(); }
  std::map<io::ProcessId, Running> running_;
  io::ProcessId last_ = 0;
};

} // namespace cerec::test
