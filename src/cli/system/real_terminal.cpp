#include "cli/system/descriptors.hpp"
#include "cli/system/real.hpp"

#include <cerrno>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace cerec::cli {
namespace {

constexpr int k_grace_ms = 3000; ///< for a reader of ours that takes nothing after a signal

class RealTerminal final : public io::Terminal {
public:
  explicit RealTerminal(io::Loop& loop) : loop_(loop) {}
  void out(std::string_view text) override { write(STDOUT_FILENO, text, ok_); }
  void err(std::string_view text) override { write(STDERR_FILENO, text, err_ok_); }
  bool out_ok() override { return ok_; }
  bool out_is_tty() override { return isatty(STDOUT_FILENO) == 1; }
  bool err_is_tty() override { return isatty(STDERR_FILENO) == 1; }
  bool in_is_tty() override { return isatty(STDIN_FILENO) == 1; }

  int width() override {
    winsize size{};
    for (const int descriptor : {STDOUT_FILENO, STDERR_FILENO})
      if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return 80;
  }

  std::optional<std::string> read_line() override {
    std::string line;
    for (;;) {
      char byte = 0;
      if (!await(STDIN_FILENO, POLLIN, loop_, 0))
        return std::nullopt;
      const ssize_t got = ::read(STDIN_FILENO, &byte, 1);
      if (got < 0 && (errno == EINTR || errno == EAGAIN))
        continue;
      if (got <= 0)
        return line.empty() || got < 0 ? std::nullopt : std::optional<std::string>(line);
      if (byte == '\n')
        return line;
      line += byte;
    }
  }

  base::Result<std::string> read_all(uint64_t limit) override {
    return cli::read_all(STDIN_FILENO, "stdin", limit, loop_);
  }

private:
  /// What could not be written once is not tried again.
  void write(int descriptor, std::string_view text, bool& ok) {
    ok = ok && write_patiently(descriptor, text, loop_.signals(), k_grace_ms);
  }

  io::Loop& loop_;
  bool ok_ = true, err_ok_ = true;
};

} // namespace

std::unique_ptr<io::Terminal> make_real_terminal(io::Loop& loop) {
  return std::make_unique<RealTerminal>(loop);
}

} // namespace cerec::cli
