#pragma once
#include "cerec/io/ports.hpp"
#include "cerec/io/processes.hpp"

#include <functional>
#include <string>
#include <vector>

namespace cerec::test {

/// Processes as a function: each run is kept and answered by `behaviour` (by default: success, no output).
class FakeProcesses : public io::Processes {
public:
  struct Run {
    std::vector<std::string> argv;
    std::string input; ///< in clear: a test looks whether the secret arrived
    base::Duration limit{0};
  };
  std::vector<Run> runs;
  std::function<base::Result<io::ProcessResult>(const Run& run)> behaviour;

  base::Result<io::ProcessResult> run(const std::vector<std::string>& argv, const base::Secret& input,
                                      base::Duration limit) override;
  void hide(const std::vector<std::string>& variables, const std::vector<base::Secret>& values) override;

  std::vector<std::string> hidden_variables; ///< since the beginning
  std::vector<base::Secret> hidden_values;
};

} // namespace cerec::test
