#pragma once
#include "cerec/base/ports.hpp"

#include <sys/types.h>

/// Reading and writing that a signal can end: whatever may wait looks at the signals.
namespace cerec::cli {

/// open(2) with O_CLOEXEC, again after a signal; -1 and errno on failure.
[[nodiscard]] int open_retrying(const std::string& path, int flags, mode_t mode = 0);

/// The descriptor that a path of the shell's stands for: `/dev/fd/63` of `<(...)`, `/dev/stdin`,
/// `/dev/stdout`.
[[nodiscard]] std::optional<int> inherited_descriptor(const std::string& path);

/// Waits for an event of poll(2). False: more signals than `tolerated` have come.
[[nodiscard]] bool await(int descriptor, short events, base::Signals& signals, int tolerated);

/// All that is left to read. A signal that came ends a wait; what is there at once is read all the same.
[[nodiscard]] base::Result<std::string> read_all(int descriptor, const std::string& name, uint64_t limit,
                                                 base::Signals& signals);
/// How long a reader that takes nothing is waited for once more signals than `tolerated` have come.
struct Patience {
  int tolerated = 0;
  int grace_ms = 0;
};
/// 0, or the error number; EINTR if a signal ended a wait.
[[nodiscard]] int write_all(int descriptor, std::string_view content, base::Signals& signals,
                            Patience patience);

} // namespace cerec::cli
