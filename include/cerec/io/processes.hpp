#pragma once
#include "cerec/base/result.hpp"
#include "cerec/base/secret.hpp"
#include "cerec/base/time.hpp"
#include "cerec/io/loop.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cerec::io {

struct ProcessResult {
  int exit_code = 0; ///< 128 + signal if a signal ended it
  base::Secret out;  ///< stdout; may hold a secret
  std::string err;   ///< stderr, first 4 KiB
};

using ProcessId = uint64_t;

/// Child processes, any number side by side. Each belongs to who started it: its end lies here until take()
/// with its id.
class Processes : public Source {
public:
  explicit Processes(Loop& loop) : loop_(loop), member_(loop, *this) {}

  /// Starts `argv` (no shell) with `input` on stdin. Never fails by itself: that it cannot be started is its
  /// end. After `limit`, or when a signal comes in, it is killed with all that it started, and its end is a
  /// failure.
  [[nodiscard]] virtual ProcessId start(const std::vector<std::string>& argv, const base::Secret& input,
                                        base::Duration limit) = 0;
  /// How it ended, once; nullopt: it is still running, or the id names none.
  [[nodiscard]] virtual std::optional<base::Result<ProcessResult>> take(ProcessId id) = 0;
  /// Ends it; nobody wants to know how.
  virtual void stop(ProcessId id) = 0;
  /// From now on no child gets these environment variables, nor any that holds one of these values. None ever
  /// gets a CEREC_* variable.
  virtual void hide(const std::vector<std::string>& variables, const std::vector<base::Secret>& values) = 0;

  /// Starts one and waits for its end, while everything else on the loop goes on.
  [[nodiscard]] base::Result<ProcessResult> run(const std::vector<std::string>& argv,
                                                const base::Secret& input, base::Duration limit);
  /// Where to wait for the end of several.
  [[nodiscard]] Loop& loop() { return loop_; }

private:
  Loop& loop_;
  Membership member_;
};

} // namespace cerec::io
