#include "support/fake_processes.hpp"

#include "support/fake_signals.hpp"

#include <algorithm>
#include <stdexcept>

namespace cerec::test {
namespace {

class StillLoop final : public io::Loop {
public:
  using Loop::Loop;
  bool wait(base::TimePoint /*until*/, const Ready& ready) override {
    pump();
    if (!ready())
      throw std::logic_error("waits for ever: nothing goes on here");
    return true;
  }
};

} // namespace

io::Loop& still_loop() {
  static FakeSignals signals;
  static StillLoop loop(signals);
  return loop;
}

io::ProcessId FakeProcesses::start(const std::vector<std::string>& argv, const base::Secret& input,
                                   base::Duration limit) {
  runs.push_back({argv, std::string(input.reveal()), limit});
  base::Result<io::ProcessResult> result = io::ProcessResult{0, base::Secret(), {}};
  if (behaviour)
    result = behaviour(runs.back());
  running_.emplace(++last_, Running{now() + length, std::move(result)});
  most_at_once = std::max(most_at_once, running_.size());
  return last_;
}

std::optional<base::Result<io::ProcessResult>> FakeProcesses::take(io::ProcessId id) {
  const auto found = running_.find(id);
  if (found == running_.end() || found->second.ends > now())
    return std::nullopt;
  auto result = std::move(found->second.result);
  running_.erase(found);
  return result;
}

/// The next end that is still to come: those that are over wait for their owners.
base::TimePoint FakeProcesses::due() {
  base::TimePoint first = base::TimePoint::max();
  for (const auto& [id, each] : running_)
    if (each.ends > now())
      first = std::min(first, each.ends);
  return first;
}

void FakeProcesses::hide(const std::vector<std::string>& variables, const std::vector<base::Secret>& values) {
  hidden_variables.insert(hidden_variables.end(), variables.begin(), variables.end());
  hidden_values.insert(hidden_values.end(), values.begin(), values.end());
}

} // namespace cerec::test
