#include "support/fake_processes.hpp"

namespace cerec::test {

base::Result<io::ProcessResult> FakeProcesses::run(const std::vector<std::string>& argv,
                                                   const base::Secret& input, base::Duration limit) {
  runs.push_back({argv, std::string(input.reveal()), limit});
  if (behaviour)
    return behaviour(runs.back());
  return io::ProcessResult{0, base::Secret(), {}};
}

void FakeProcesses::hide(const std::vector<std::string>& variables, const std::vector<base::Secret>& values) {
  hidden_variables.insert(hidden_variables.end(), variables.begin(), variables.end());
  hidden_values.insert(hidden_values.end(), values.begin(), values.end());
}

} // namespace cerec::test
