#include "cli/system/descriptors.hpp"
#include "support/fake_signals.hpp"

#include <chrono>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <string>
#include <thread>
#include <unistd.h>

using namespace cerec;

namespace {

/// A pipe that holds one page.
struct Pipe {
  Pipe() {
    REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
    REQUIRE(::fcntl(ends[1], F_SETPIPE_SZ, 4096) >= 4096);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    ::close(ends[0]);
    ::close(ends[1]);
  }
  int ends[2] = {-1, -1};
};

const std::string k_long(100'000, 'x');

} // namespace

TEST_CASE("a signal ends a write to a reader that has stopped reading") {
  Pipe pipe;
  test::FakeSignals signals;
  signals.raise(15);
  const auto begin = std::chrono::steady_clock::now();
  CHECK_FALSE(cli::write_patiently(pipe.ends[1], k_long, signals, 50));
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(20));
}

TEST_CASE("a signal does not cut off what somebody reads") {
  Pipe pipe;
  test::FakeSignals signals;
  signals.raise(15);
  size_t got = 0;
  std::thread reader([&] {
    std::string buffer(4096, '\0');
    while (got < k_long.size()) {
      const ssize_t count = ::read(pipe.ends[0], buffer.data(), buffer.size());
      if (count <= 0)
        return;
      got += static_cast<size_t>(count);
    }
  });
  CHECK(cli::write_patiently(pipe.ends[1], k_long, signals, 20'000));
  reader.join();
  CHECK(got == k_long.size());
}
