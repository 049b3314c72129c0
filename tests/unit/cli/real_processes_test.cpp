#include "cerec/io/real_loop.hpp"
#include "cerec/secret/resolve.hpp"
#include "cli/system/real.hpp"
#include "support/fake_environment.hpp"
#include "support/fake_signals.hpp"
#include "support/memory_files.hpp"
#include "support/real_ports.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace cerec;
using std::chrono::milliseconds;

namespace {

/// Real child processes.
struct Real {
  test::FakeSignals signals;
  support::RealClock clock;
  std::unique_ptr<io::Loop> loop = io::make_real_loop(clock, signals);
  std::unique_ptr<io::Processes> processes = cli::make_real_processes(*loop, clock);
};

} // namespace

TEST_CASE("a child gets its input and gives its output, its words and its exit code") {
  Real real;
  const std::string long_input(300'000, 'x'); // more than a pipe holds
  auto cat = real.processes->run({"cat"}, base::Secret(long_input), milliseconds(20'000));
  REQUIRE(cat);
  CHECK(cat->exit_code == 0);
  CHECK(cat->out.same_as(base::Secret(long_input)));
  auto fails = real.processes->run({"sh", "-c", "echo why >&2; exit 7"}, {}, milliseconds(20'000));
  REQUIRE(fails);
  CHECK(fails->exit_code == 7);
  CHECK(fails->err == "why\n");
  CHECK(real.processes->run({"sh", "-c", "kill -9 $$"}, {}, milliseconds(20'000))->exit_code == 137);
  CHECK(real.processes->run({"no-such-program"}, {}, milliseconds(20'000)).error().message ==
        "cannot run no-such-program: No such file or directory");
}

TEST_CASE("a child that takes too long, or while a signal comes, ends with all that it started") {
  Real real;
  const base::TimePoint begin = real.clock.now();
  const auto slow = real.processes->run({"sh", "-c", "sleep 30 & sleep 30"}, {}, milliseconds(100));
  CHECK(slow.error().message == "sh: no end within 100 ms");
  const io::ProcessId other = real.processes->start({"sleep", "30"}, {}, milliseconds(30'000));
  real.signals.raise();
  std::optional<base::Result<io::ProcessResult>> end;
  while (!end)
    real.loop->wait(base::TimePoint::max(), [&] { return (end = real.processes->take(other)).has_value(); });
  CHECK(end->error().kind == base::FailureKind::interrupted);
  CHECK(real.clock.now() - begin < milliseconds(10'000));
}

TEST_CASE("twenty ${cmd:} references of half a second take no ten seconds") {
  Real real;
  test::FakeEnvironment environment;
  test::MemoryFiles files;
  secret::Resolver resolver({environment, files, *real.processes}, "");
  std::vector<secret::PlacedReference> references;
  for (int i = 0; i < 20; ++i)
    references.push_back({{"cmd", fmt::format("sh -c 'sleep 0.5; echo {}'", i), {}}, {}});
  const base::TimePoint begin = real.clock.now();
  resolver.fetch(references);
  const base::Duration took = real.clock.now() - begin;
  MESSAGE("20 commands of 0.5 s took " << took.count() << " ms");
  CHECK(took >= milliseconds(1500)); // 8 at once
  CHECK(took < milliseconds(6000));
  base::KnownSecrets known;
  resolver.tell(known);
}
