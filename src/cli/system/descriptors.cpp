#include "cli/system/descriptors.hpp"

#include "cerec/base/number.hpp"
#include "cli/system/real.hpp"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace cerec::cli {
namespace {

/// A signal between a look at the counter and poll(2) is seen this much later.
constexpr int k_look_again_ms = 200;

/// A file or a folder is always ready: signals that came earlier do not keep cerec from its own files.
bool may_wait(int descriptor) {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

/// Whether it is ready within this time, whatever signals come.
bool is_ready(int descriptor, short events, int within_ms) {
  pollfd wait{descriptor, events, 0};
  int ready = 0;
  do
    ready = ::poll(&wait, 1, within_ms);
  while (ready < 0 && errno == EINTR && within_ms > 0);
  return ready != 0;
}

} // namespace

int open_retrying(const std::string& path, int flags, mode_t mode) {
  int descriptor = -1;
  do
    descriptor = ::open(path.c_str(), flags | O_CLOEXEC, mode);
  while (descriptor < 0 && errno == EINTR);
  return descriptor;
}

std::optional<int> inherited_descriptor(const std::string& path) {
  constexpr std::string_view names[] = {"/dev/stdin", "/dev/stdout", "/dev/stderr"};
  for (int number = 0; number < 3; ++number)
    if (path == names[number])
      return number;
  for (const std::string_view folder : {"/dev/fd/", "/proc/self/fd/"}) {
    if (!std::string_view(path).starts_with(folder))
      continue;
    const auto number = base::parse_number<int>(std::string_view(path).substr(folder.size()));
    if (number && *number >= 0)
      return number;
  }
  return std::nullopt;
}

bool await(int descriptor, short events, base::Signals& signals, int tolerated) {
  for (;;) {
    if (signals.count() > tolerated)
      return false;
    pollfd wait{descriptor, events, 0};
    const int ready = ::poll(&wait, 1, k_look_again_ms);
    if (ready > 0 || (ready < 0 && errno != EINTR))
      return true; // the call that follows says what is wrong
  }
}

base::Result<std::string> read_all(int descriptor, const std::string& name, uint64_t limit,
                                   base::Signals& signals) {
  const bool waits = may_wait(descriptor);
  std::string text;
  std::string buffer(1 << 16, '\0');
  for (;;) {
    if (waits && !await(descriptor, POLLIN, signals, 0))
      return base::fail(name + ": interrupted", base::FailureKind::interrupted);
    const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
    if (got == 0)
      return text;
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
      continue;
    if (got < 0)
      return base::fail(system_error(name, errno));
    if (text.size() + static_cast<size_t>(got) > limit)
      return base::fail(name + ": more than " + std::to_string(limit) + " bytes", base::FailureKind::usage);
    text.append(buffer, 0, static_cast<size_t>(got));
  }
}

int write_all(int descriptor, std::string_view content, base::Signals& signals, Patience patience) {
  const bool waits = may_wait(descriptor);
  while (!content.empty()) {
    if (waits && !await(descriptor, POLLOUT, signals, patience.tolerated) &&
        !is_ready(descriptor, POLLOUT, patience.grace_ms))
      return EINTR;
    // A pipe that is ready takes so many bytes without a wait.
    const size_t part = waits ? std::min<size_t>(content.size(), PIPE_BUF) : content.size();
    const ssize_t written = ::write(descriptor, content.data(), part);
    if (written < 0 && errno != EINTR && errno != EAGAIN)
      return errno;
    if (written > 0)
      content.remove_prefix(static_cast<size_t>(written));
  }
  return 0;
}

} // namespace cerec::cli
