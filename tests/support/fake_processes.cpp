#include "support/fake_processes.hpp"

namespace cerec::test {

base::Result<base::ProcessResult> FakeProcesses::run(const std::vector<std::string>& argv,
                                                     const base::Secret& input, base::Duration limit) {
  runs.push_back({argv, std::string(input.reveal()), limit});
  if (behaviour)
    return behaviour(runs.back());
  return base::ProcessResult{0, base::Secret(), {}};
}

} // namespace cerec::test
