#include "cli/system/descriptors.hpp"
#include "cli/system/real.hpp"

#include <cerrno>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace cerec::cli {
namespace {

/// A signal does not cut a text in two while somebody reads it; of who has stopped reading it is the end.
constexpr Patience k_patience{0, 3000};

class RealTerminal final : public base::Terminal {
public:
  explicit RealTerminal(base::Signals& signals) : signals_(signals) {}
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
      if (!await(STDIN_FILENO, POLLIN, signals_, 0))
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
    return cli::read_all(STDIN_FILENO, "stdin", limit, signals_);
  }

private:
  /// What could not be written once is not tried again.
  void write(int descriptor, std::string_view text, bool& ok) {
    ok = ok && write_all(descriptor, text, signals_, k_patience) == 0;
  }

  base::Signals& signals_;
  bool ok_ = true, err_ok_ = true;
};

} // namespace

std::unique_ptr<base::Terminal> make_real_terminal(base::Signals& signals) {
  return std::make_unique<RealTerminal>(signals);
}

} // namespace cerec::cli
