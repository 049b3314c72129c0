#include "cli/system/child.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cerec::cli {
namespace {

constexpr size_t k_most_err = 4096;
constexpr size_t k_most_out = 16 << 20;

/// A descriptor that tells of the end of a process; Linux 5.3 and later.
Descriptor end_of(pid_t pid) {
#ifdef SYS_pidfd_open
  return Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
#else
  (void)pid;
  return {};
#endif
}

} // namespace

Child::Child(pid_t pid, Pipe in, Pipe out, Pipe err, base::Secret input)
    : pid_(pid), in_(std::move(in.write)), out_(std::move(out.read)), err_(std::move(err.read)),
      end_(end_of(pid)), input_(std::move(input)) {
  for (const Descriptor* each : {&in_, &out_, &err_})
    ::fcntl(each->get(), F_SETFL, O_NONBLOCK);
  if (input_.empty())
    in_.reset();
}

Child::~Child() {
  if (ended_)
    return;
  ::kill(-pid_, SIGKILL);
  ::kill(pid_, SIGKILL); // in case it had no time to become the head of its group
  while (::waitpid(pid_, &status_, 0) < 0 && errno == EINTR) {
  }
}

bool Child::pump() {
  if (in_.open())
    feed();
  if (out_.open())
    drain(out_, output_, k_most_out);
  if (err_.open())
    drain(err_, errors_, k_most_err);
  if (out_.open() || err_.open())
    return false;
  in_.reset(); // who closed both does not read any more
  const pid_t got = ::waitpid(pid_, &status_, WNOHANG);
  ended_ = got == pid_ || (got < 0 && errno != EINTR);
  return ended_;
}

void Child::watch(std::vector<io::Watch>& watches) const {
  if (in_.open())
    watches.push_back({in_.get(), false, true});
  for (const Descriptor* each : {&out_, &err_})
    if (each->open())
      watches.push_back({each->get(), true, false});
  if (!out_.open() && !err_.open() && end_.open())
    watches.push_back({end_.get(), true, false});
}

bool Child::has_to_be_asked() const {
  return !out_.open() && !err_.open() && !end_.open();
}

io::ProcessResult Child::result() {
  io::ProcessResult result;
  result.exit_code = WIFSIGNALED(status_) ? 128 + WTERMSIG(status_) : WEXITSTATUS(status_);
  result.out = base::Secret(std::move(output_));
  result.err = std::move(errors_);
  return result;
}

void Child::feed() {
  const std::string_view left = input_.reveal().substr(fed_);
  const ssize_t written = ::write(in_.get(), left.data(), left.size());
  if (written > 0)
    fed_ += static_cast<size_t>(written);
  if (fed_ == input_.reveal().size() || (written < 0 && errno != EAGAIN && errno != EINTR))
    in_.reset();
}

void Child::drain(Descriptor& from, std::string& into, size_t most) {
  std::array<char, 1 << 14> buffer{};
  const ssize_t got = ::read(from.get(), buffer.data(), buffer.size());
  if (got > 0)
    into.append(buffer.data(), std::min(static_cast<size_t>(got), most - std::min(most, into.size())));
  else if (got == 0 || (errno != EAGAIN && errno != EINTR))
    from.reset();
  std::fill(buffer.begin(), buffer.end(), '\0'); // may have held a secret
}

} // namespace cerec::cli
