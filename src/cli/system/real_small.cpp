#include "cli/system/real.hpp"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <unistd.h>

namespace cerec::cli {
namespace {

class RealClock final : public io::Clock {
public:
  base::TimePoint now() override {
    return base::TimePoint(
        std::chrono::duration_cast<base::Duration>(std::chrono::steady_clock::now().time_since_epoch()));
  }
  base::WallTime wall() override {
    return std::chrono::time_point_cast<base::Duration>(std::chrono::system_clock::now());
  }
};

/// The kernel's generator: nonces of two runs must never meet.
class RealRandom final : public io::Random {
public:
  uint64_t next() override {
    uint64_t bits = 0;
    while (getrandom(&bits, sizeof bits, 0) != static_cast<ssize_t>(sizeof bits))
      if (errno != EINTR)
        throw std::runtime_error(system_error("getrandom", errno));
    return bits;
  }
};

class RealEnvironment final : public io::Environment {
public:
  std::optional<std::string> get(const std::string& name) override {
    const char* text = std::getenv(name.c_str());
    return text == nullptr ? std::nullopt : std::optional<std::string>(text);
  }
};

// The only state that a signal handler may touch.
volatile std::sig_atomic_t g_count = 0;
volatile std::sig_atomic_t g_first = 0;
volatile std::sig_atomic_t g_wake = -1; ///< the write end of the pipe that wakes the loop

void on_signal(int number) {
  const int error = errno;
  if (g_first == 0)
    g_first = number == SIGHUP ? SIGTERM : number; // the terminal is gone: ends like SIGTERM
  g_count = g_count + 1;
  if (g_wake >= 0)
    (void)!::write(g_wake, "", 1); // a full pipe wakes as well
  errno = error;
}

class RealSignals final : public SignalSource {
public:
  RealSignals() {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) == 0) {
      read_.reset(ends[0]);
      write_.reset(ends[1]);
      g_wake = ends[1];
    }
    struct sigaction action {};
    action.sa_handler = on_signal; // without SA_RESTART: a wait ends, and the program looks
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    struct sigaction hangup {};
    if (sigaction(SIGHUP, nullptr, &hangup) == 0 && hangup.sa_handler != SIG_IGN) // nohup's wish counts
      sigaction(SIGHUP, &action, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
  }
  ~RealSignals() override { g_wake = -1; }
  RealSignals(const RealSignals&) = delete;
  RealSignals& operator=(const RealSignals&) = delete;
  int count() override { return g_count; }
  int first() override { return g_first; }
  void watch(std::vector<io::Watch>& watches) override {
    if (read_.open())
      watches.push_back({read_.get(), true, false});
  }
  /// Empties the pipe: the loop looks at the count.
  void pump() override {
    char bytes[16];
    while (read_.open() && ::read(read_.get(), bytes, sizeof bytes) > 0) {
    }
  }

private:
  Descriptor read_, write_;
};

} // namespace

std::unique_ptr<io::Clock> make_real_clock() {
  return std::make_unique<RealClock>();
}
std::unique_ptr<io::Random> make_real_random() {
  return std::make_unique<RealRandom>();
}
std::unique_ptr<io::Environment> make_real_environment() {
  return std::make_unique<RealEnvironment>();
}
std::unique_ptr<SignalSource> make_real_signals() {
  return std::make_unique<RealSignals>();
}

void keep_memory_private() {
  const rlimit none{0, 0};
  (void)::setrlimit(RLIMIT_CORE, &none);
  (void)::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

std::string system_error(const std::string& what, int error_number) {
  return what + ": " + std::strerror(error_number);
}

void Descriptor::reset(int number) {
  if (number_ >= 0)
    ::close(number_);
  number_ = number;
}

} // namespace cerec::cli
