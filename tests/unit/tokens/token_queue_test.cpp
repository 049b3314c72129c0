#include "cerec/sim/timeline.hpp"
#include "cerec/tokens/token_queue.hpp"
#include "support/fake_processes.hpp"
#include "support/fake_terminal.hpp"
#include "support/memory_files.hpp"

#include <doctest/doctest.h>

using namespace cerec;

namespace {

tokens::Delivery delivery(const std::string& id) {
  tokens::Delivery one;
  one.record = {{"gooddata", id}, "prod", id, static_cast<int64_t>(id.front()), base::Secret("token")};
  one.sinks = {tokens::default_sink()};
  return one;
}

} // namespace

TEST_CASE("what waits is written at once, then not again before nine times as long as that took") {
  sim::Timeline timeline;
  sim::VirtualClock clock(timeline);
  test::MemoryFiles files;
  test::FakeProcesses processes;
  test::RecordingTerminal terminal;
  files.before_write = [&](const std::string&) -> std::optional<base::Failure> {
    timeline.advance_to(timeline.now() + base::Duration(20));
    return std::nullopt;
  };
  tokens::Custody custody({files, processes, terminal});
  tokens::TokenQueue queue(custody, clock);
  CHECK(queue.empty());
  queue.add(3, delivery("a"), false);
  queue.add(5, delivery("b"), false);
  CHECK(queue.due() <= clock.now());
  const auto results = queue.flush();
  REQUIRE(results.size() == 2);
  CHECK(results[0].change == 3);
  CHECK(results[1].change == 5);
  CHECK(results[0].result);
  CHECK(files.writes().size() == 2); // the first batch makes the file, and goes into its journal
  CHECK(queue.empty());
  CHECK(queue.due() == clock.now() + base::Duration(360));

  files.before_write = [&](const std::string&) -> std::optional<base::Failure> {
    timeline.advance_to(timeline.now() + base::Duration(60'000)); // a slow disk
    return std::nullopt;
  };
  queue.add(7, delivery("c"), false);
  (void)queue.flush();
  CHECK(queue.due() == clock.now() + base::Duration(1'000));
}

TEST_CASE("records are withdrawn before others are delivered") {
  sim::Timeline timeline;
  sim::VirtualClock clock(timeline);
  test::MemoryFiles files;
  test::FakeProcesses processes;
  test::RecordingTerminal terminal;
  tokens::Custody custody({files, processes, terminal});
  tokens::TokenQueue queue(custody, clock);
  queue.add(1, delivery("a"), false);
  (void)queue.flush();
  queue.add(2, delivery("a"), false);
  queue.add(1, delivery("a"), true);
  const auto results = queue.flush();
  REQUIRE(results.size() == 2);
  CHECK(custody.finish());
  CHECK(files.content(".cerec/tokens.json").find("prod/gooddata/a") != std::string::npos);
}
