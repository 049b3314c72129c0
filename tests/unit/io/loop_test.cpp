#include "cerec/io/processes.hpp"
#include "cerec/io/real_loop.hpp"
#include "support/fake_network.hpp"
#include "support/fake_processes.hpp"
#include "support/fake_signals.hpp"
#include "support/loopback_server.hpp"
#include "support/real_ports.hpp"

#include <arpa/inet.h>
#include <array>
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace cerec;
using std::chrono::milliseconds;

namespace {

struct Real {
  support::RealClock clock;
  test::FakeSignals signals;
  std::unique_ptr<io::Loop> loop = io::make_real_loop(clock, signals);
  [[nodiscard]] base::TimePoint in(int ms) { return clock.now() + milliseconds(ms); }
};

/// What comes out of a pipe.
class Reader final : public io::Source {
public:
  explicit Reader(int descriptor) : descriptor_(descriptor) {}
  void pump() override {
    std::array<char, 16> buffer{};
    const ssize_t got = ::recv(descriptor_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got > 0)
      text.append(buffer.data(), static_cast<size_t>(got));
  }
  void watch(std::vector<io::Watch>& watches) override { watches.push_back({descriptor_, true, false}); }
  std::string text;

private:
  int descriptor_;
};

/// A listening socket on a free loopback port.
class Listener final : public io::Source {
public:
  Listener() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* const plain = reinterpret_cast<sockaddr*>(&address);
    REQUIRE(::bind(socket_, plain, length) == 0);
    REQUIRE(::listen(socket_, 4) == 0);
    REQUIRE(::getsockname(socket_, plain, &length) == 0);
    port = ntohs(address.sin_port);
  }
  ~Listener() override { ::close(socket_); }
  void pump() override {
    for (int peer = ::accept(socket_, nullptr, nullptr); peer >= 0;
         peer = ::accept(socket_, nullptr, nullptr)) {
      ++accepted;
      ::close(peer);
    }
  }
  void watch(std::vector<io::Watch>& watches) override { watches.push_back({socket_, true, false}); }
  int port = 0;
  int accepted = 0;

private:
  int socket_;
};

/// Counts how often it is asked, and wants to be asked at one time.
class Timer final : public io::Source {
public:
  Timer(io::Clock& clock, base::TimePoint at) : clock_(clock), at_(at) {}
  void pump() override {
    if (clock_.now() >= at_) {
      ++fired;
      at_ = base::TimePoint::max();
    }
  }
  base::TimePoint due() override { return at_; }
  int fired = 0;

private:
  io::Clock& clock_;
  base::TimePoint at_;
};

} // namespace

TEST_CASE("a wait ends when what it is for has come, and sources go on that nobody waits for") {
  Real real;
  std::array<int, 2> ends{};
  REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
  Reader reader(ends[0]);
  Listener listener;
  Timer timer(real.clock, real.in(20));
  const io::Membership one(*real.loop, reader), two(*real.loop, listener), three(*real.loop, timer);
  const base::TimePoint begin = real.clock.now();
  CHECK_FALSE(real.loop->wait(begin + milliseconds(60), [&] { return !reader.text.empty(); }));
  CHECK(real.clock.now() - begin >= milliseconds(60));
  CHECK(timer.fired == 1);
  const int client = support::connect_to(listener.port);
  REQUIRE(client >= 0);
  CHECK(real.loop->wait(real.in(5000), [&] { return listener.accepted > 0; }));
  REQUIRE(::write(ends[1], "hello", 5) == 5);
  CHECK(real.loop->wait(real.in(5000), [&] { return reader.text == "hello"; }));
  CHECK(real.clock.now() - begin < milliseconds(4000));
  for (const int each : {client, ends[0], ends[1]})
    ::close(each);
}

TEST_CASE("a signal ends one wait, and only one") {
  Real real;
  real.signals.raise();
  const base::TimePoint begin = real.clock.now();
  CHECK_FALSE(real.loop->wait(begin + milliseconds(5000), [] { return false; }));
  CHECK(real.clock.now() - begin < milliseconds(2000));
  CHECK_FALSE(real.loop->wait(real.in(30), [] { return false; }));
  CHECK(real.clock.now() - begin >= milliseconds(30));
  real.signals.raise();
  CHECK(real.loop->wait(real.in(5000), [] { return true; })); // what has come is not lost to a signal
}

TEST_CASE("a wait that is over takes along what has come in") {
  Real real;
  CHECK(real.loop->wait(base::TimePoint{}, [] { return true; }));
  CHECK_FALSE(real.loop->wait(base::TimePoint{}, [] { return false; }));
}

TEST_CASE("child processes run side by side, and each end goes to who has its id") {
  support::VirtualClock clock;
  test::FakeSignals signals;
  support::FakeLoop loop(clock, signals);
  test::FakeProcesses processes(loop);
  processes.clock = &clock;
  processes.length = milliseconds(500);
  processes.behaviour = [](const auto& run) -> base::Result<io::ProcessResult> {
    return io::ProcessResult{0, base::Secret(run.argv.front()), {}};
  };
  const io::ProcessId first = processes.start({"first"}, {}, milliseconds(1000));
  const auto third = processes.run({"third"}, {}, milliseconds(1000));
  REQUIRE(third);
  CHECK(third->out.reveal() == "third");
  CHECK(clock.elapsed == milliseconds(500));
  const auto end = processes.take(first);
  REQUIRE(end);
  CHECK((*end)->out.reveal() == "first");
  CHECK_FALSE(processes.take(first)); // once
}
