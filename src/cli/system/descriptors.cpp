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

constexpr int k_stall_ms = 100; ///< a stalled write looks at the signals so often

/// A file or a folder is always ready: signals that came earlier do not keep cerec from its own files.
bool may_wait(int descriptor) {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

/// A descriptor as a source of the loop, for one wait.
class Awaited final : public io::Source {
public:
  Awaited(int descriptor, short events) : wait_{descriptor, events, 0} {}
  void pump() override { ready_ = ::poll(&wait_, 1, 0) > 0; } // looks, and waits for nothing
  void watch(std::vector<io::Watch>& watches) override {
    watches.push_back({wait_.fd, (wait_.events & POLLIN) != 0, (wait_.events & POLLOUT) != 0});
  }
  [[nodiscard]] bool ready() const { return ready_; }

private:
  pollfd wait_;
  bool ready_ = false;
};

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

bool await(int descriptor, short events, io::Loop& loop, int tolerated) {
  Awaited awaited(descriptor, events);
  const io::Membership member(loop, awaited);
  while (loop.signals().count() <= tolerated)
    if (loop.wait(base::TimePoint::max(), [&] { return awaited.ready(); }))
      return true; // the call that follows says what is wrong
  return false;
}

base::Result<std::string> read_all(int descriptor, const std::string& name, uint64_t limit, io::Loop& loop) {
  const bool waits = may_wait(descriptor);
  std::string text;
  std::string buffer(1 << 16, '\0');
  for (;;) {
    if (waits && !await(descriptor, POLLIN, loop, 0))
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

int write_all(int descriptor, std::string_view content, io::Loop& loop) {
  const bool waits = may_wait(descriptor);
  const int before = loop.signals().count();
  while (!content.empty()) {
    if (waits && !await(descriptor, POLLOUT, loop, before))
      return EINTR;
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno != EINTR && errno != EAGAIN)
      return errno;
    if (written > 0)
      content.remove_prefix(static_cast<size_t>(written));
  }
  return 0;
}

bool write_patiently(int descriptor, std::string_view text, io::Signals& signals, int grace_ms) {
  int stalled_ms = 0; // since the last byte was taken, once a signal has come
  while (!text.empty()) {
    pollfd wait{descriptor, POLLOUT, 0};
    if (::poll(&wait, 1, k_stall_ms) <= 0) {
      stalled_ms += signals.count() > 0 ? k_stall_ms : 0;
      if (stalled_ms > grace_ms)
        return false;
      continue;
    }
    // A pipe that is ready takes so many bytes without a wait.
    const ssize_t written = ::write(descriptor, text.data(), std::min<size_t>(text.size(), PIPE_BUF));
    if (written < 0 && errno != EINTR && errno != EAGAIN)
      return false;
    if (written > 0) {
      text.remove_prefix(static_cast<size_t>(written));
      stalled_ms = 0;
    }
  }
  return true;
}

} // namespace cerec::cli
