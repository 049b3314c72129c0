#pragma once
#include "cerec/io/loop.hpp"

#include <sys/types.h>

/// Reading and writing that a signal can end: whatever may wait does so on the loop, and looks at the
/// signals.
namespace cerec::cli {

/// open(2) with O_CLOEXEC, again after a signal; -1 and errno on failure.
[[nodiscard]] int open_retrying(const std::string& path, int flags, mode_t mode = 0);

/// The descriptor that a path of the shell's stands for: `/dev/fd/63` of `<(...)`, `/dev/stdin`,
/// `/dev/stdout`.
[[nodiscard]] std::optional<int> inherited_descriptor(const std::string& path);

/// Waits for an event of poll(2), while everything else on the loop goes on. False: more signals than
/// `tolerated` have come.
[[nodiscard]] bool await(int descriptor, short events, io::Loop& loop, int tolerated);

/// All that is left to read. A signal that came ends a wait; what is there at once is read all the same.
[[nodiscard]] base::Result<std::string> read_all(int descriptor, const std::string& name, uint64_t limit,
                                                 io::Loop& loop);
/// 0, or the error number; EINTR if a new signal ended a wait.
[[nodiscard]] int write_all(int descriptor, std::string_view content, io::Loop& loop);
/// For people and pipes, from wherever the program is: nothing on the loop goes on meanwhile. A signal does
/// not cut a text in two while somebody reads it; a reader that takes nothing for `grace_ms` after one has
/// stopped reading, and the rest is given up. False: not all of it was written.
[[nodiscard]] bool write_patiently(int descriptor, std::string_view text, io::Signals& signals, int grace_ms);

} // namespace cerec::cli
