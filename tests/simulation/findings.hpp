#pragma once
#include <fmt/format.h>
#include <string>
#include <utility>
#include <vector>

namespace cerec::simulation {

/// Collects violations, one line each: what every judge of a schedule has.
class Findings {
public:
  [[nodiscard]] std::vector<std::string> take() { return std::move(faults_); }

protected:
  template <class... Args>
  void fault(fmt::format_string<Args...> text, Args&&... args) {
    faults_.push_back(fmt::format(text, std::forward<Args>(args)...));
  }

private:
  std::vector<std::string> faults_;
};

} // namespace cerec::simulation
