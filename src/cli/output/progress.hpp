#pragma once
#include "cerec/io/ports.hpp"

#include <string>

namespace cerec::cli {

/// What a wait looks like on stderr: on a terminal one line that is drawn again, at most ten times a second;
/// elsewhere a line every ten seconds, so that a log shows that something goes on.
class Progress {
public:
  Progress(io::Terminal& terminal, io::Clock& clock) : terminal_(terminal), clock_(clock) {}
  void enable(bool on) { enabled_ = on; }
  /// `total` 0: unknown. `in_flight` 0: not shown.
  void update(const std::string& what, size_t done, size_t total, size_t in_flight = 0);
  /// Takes the line away before something else is printed; ends the current wait.
  void clear();

private:
  [[nodiscard]] std::string line(const std::string& what, size_t done, size_t total, size_t in_flight);

  io::Terminal& terminal_;
  io::Clock& clock_;
  bool enabled_ = true;
  bool drawn_ = false;
  std::string what_;
  base::TimePoint began_{}, shown_{};
};

} // namespace cerec::cli
