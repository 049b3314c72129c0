#pragma once
#include "cerec/base/ports.hpp"

#include <functional>
#include <string>
#include <vector>

namespace cerec::test {

/// Processes as a function: each run is kept and answered by `behaviour` (by default: success, no output).
class FakeProcesses : public base::Processes {
public:
  struct Run {
    std::vector<std::string> argv;
    std::string input; ///< in clear: a test looks whether the secret arrived
    base::Duration limit{0};
  };
  std::vector<Run> runs;
  std::function<base::Result<base::ProcessResult>(const Run& run)> behaviour;

  base::Result<base::ProcessResult> run(const std::vector<std::string>& argv, const base::Secret& input,
                                        base::Duration limit) override;
  void hide(const std::vector<std::string>& variables, const std::vector<base::Secret>& values) override;

  std::vector<std::string> hidden_variables; ///< since the beginning
  std::vector<base::Secret> hidden_values;
};

} // namespace cerec::test
