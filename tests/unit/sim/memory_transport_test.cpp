#include "cerec/sim/memory_transport.hpp"

#include "cerec/sim/virtual_loop.hpp"
#include "support/fake_signals.hpp"
#include "support/next_completion.hpp"
#include "unit/sim/client.hpp"

#include <doctest/doctest.h>

namespace cerec::sim {
namespace {

using Kind = http::TransportError::Kind;

http::Request request(http::Method method, const std::string& target, const std::string& body = {}) {
  http::Request made;
  made.method = method;
  made.url = "https://api.example.com/elements/api-v2" + target;
  made.authorization = base::Secret(authorization());
  if (!body.empty())
    made.body = base::Secret(body);
  made.timeout = base::Duration(5'000);
  return made;
}

/// One service, one client, one timeline.
struct World {
  Timeline timeline;
  Service service{timeline};
  test::FakeSignals signals;
  VirtualLoop loop{timeline, signals};
  MemoryTransport transport{service, "run-1"};

  std::optional<http::Completion> next(base::TimePoint until) {
    return support::next(loop, transport, until);
  }

  std::optional<http::Completion> ask(http::Request asked) {
    (void)transport.submit(std::move(asked));
    return next(timeline.now() + std::chrono::minutes(10));
  }
};

/// "200", or the kind of error and whether bytes may have been sent.
std::string text_of(const std::optional<http::Completion>& completion) {
  if (!completion)
    return "nothing";
  if (completion->result)
    return std::to_string(completion->result->status);
  constexpr std::array<const char*, 10> names{"resolve",   "connect",   "tls",         "timeout",   "reset",
                                              "truncated", "too-large", "second-send", "cancelled", "other"};
  return std::string(names[static_cast<size_t>(completion->result.error().kind)]) +
         (completion->result.error().maybe_sent ? " sent" : " unsent");
}

} // namespace

TEST_CASE("a create over the network in memory takes the time of the wire and of the work") {
  World world;
  world.service.latency.create = {base::Duration(9'000), base::Duration(9'000)};
  http::Request create = request(http::Method::post, "/instances", Client::gooddata("a"));
  create.timeout = base::Duration(60'000);
  const auto completion = world.ask(std::move(create));
  CHECK(text_of(completion) == "200");
  CHECK(completion->result->header("elements-request-id")->size() == 24);
  CHECK(world.timeline.now().time_since_epoch() == base::Duration(9'002));
  CHECK(world.service.request_lines() == "POST /instances\n");
  CHECK(world.service.requests[0].committed);
  CHECK(world.service.platform.history()[0].actor == "run-1");
  CHECK(world.service.busy == 0);
  CHECK(world.timeline.pending() == 0); // not even the time limit
}

TEST_CASE("every fault: what the client gets, and what the platform did") {
  struct Row {
    const char* fault;
    const char* client;
    size_t at_once; ///< instances when the client has its end
    size_t in_the_end;
  };
  for (const Row& row : {
           Row{"delay=1s", "200", 1, 1},
           Row{"refuse-connection", "connect unsent", 0, 0},
           Row{"reset-before", "reset sent", 0, 0},
           Row{"reset-after", "reset sent", 1, 1},
           Row{"commit-then-close", "reset sent", 1, 1},
           Row{"truncate", "truncated sent", 1, 1},
           Row{"hang", "timeout sent", 1, 1},
           Row{"status=500", "500", 0, 0},
           Row{"status=502 commit", "502", 1, 1},
           Row{"status=429 retry-after=3", "429", 0, 0},
           Row{"status=502 html", "502", 0, 0},
           Row{"broken-json", "200", 1, 1},
           Row{"late-commit=2s", "200", 1, 1},
           Row{"late-commit=30s", "timeout sent", 0, 1},
           Row{"reset-before late-commit=30s", "reset sent", 0, 1},
           Row{"status=504 late-commit=30s", "504", 0, 1},
           Row{"delay=30s", "timeout sent", 1, 1},
       }) {
    CAPTURE(row.fault);
    World world;
    world.service.faults.add(*parse_fault("POST /instances " + std::string(row.fault)));
    const auto completion = world.ask(request(http::Method::post, "/instances", Client::gooddata("a")));
    CHECK(text_of(completion) == row.client);
    CHECK(world.service.platform.instances().size() == row.at_once);
    world.timeline.run_all(world.timeline.now() + std::chrono::minutes(5));
    CHECK(world.service.platform.instances().size() == row.in_the_end);
    CHECK(world.service.busy == 0);
    CHECK_FALSE(world.next(world.timeline.now()));
    CHECK(world.service.requests[0].committed == (row.in_the_end == 1));
  }
}

TEST_CASE("distorted answers: retry-after, HTML and half a body") {
  const auto response = [](const std::string& fault) {
    World world;
    world.service.faults.add(*parse_fault("any any " + fault));
    return *world.ask(request(http::Method::get, "/elements/keys"))->result;
  };
  CHECK(response("status=429 retry-after=3").header("retry-after") == "3");
  CHECK(response("status=429 retry-after-date=60").header("retry-after") == "Thu, 01 Jan 2026 00:01:01 GMT");
  CHECK(nlohmann::json::parse(response("status=503").body.reveal())["message"] == "Service Unavailable");
  CHECK(response("status=502 html").header("content-type") == "text/html");
  CHECK(response("status=502 html").body.reveal().find("<h1>502 Bad Gateway</h1>") != std::string::npos);
  CHECK(nlohmann::json::parse(response("broken-json").body.reveal(), nullptr, false).is_discarded());
}

TEST_CASE("listings can be stale or shifted over the network too") {
  World world;
  (void)world.ask(request(http::Method::post, "/instances", Client::gooddata("a")));
  world.service.faults.add(*parse_fault("GET /instances nth=1 stale-list=1m"));
  CHECK(text_of(world.ask(request(http::Method::get, "/instances"))) == "404");
  CHECK(text_of(world.ask(request(http::Method::get, "/instances"))) == "200");
}

TEST_CASE("next waits no longer than it is told, and is a sleep with nothing in flight") {
  World world;
  CHECK_FALSE(world.next(base::TimePoint(base::Duration(250))));
  CHECK(world.timeline.now().time_since_epoch() == base::Duration(250));
  (void)world.transport.submit(request(http::Method::get, "/instances"));
  CHECK_FALSE(world.next(world.timeline.now() + base::Duration(1)));
  CHECK(text_of(world.next(world.timeline.now() + base::Duration(100))) == "404");
}

TEST_CASE("a cancelled request completes as cancelled, and the platform acts all the same") {
  World world;
  const auto id = world.transport.submit(request(http::Method::post, "/instances", Client::gooddata("a")));
  world.transport.cancel(id);
  CHECK(text_of(world.next(world.timeline.now() + base::Duration(1'000))) == "cancelled sent");
  world.timeline.run_all(world.timeline.now() + std::chrono::minutes(1));
  CHECK(world.service.platform.instances().size() == 1);
}

TEST_CASE("a client that dies leaves its requests behind: they arrive and commit") {
  Timeline timeline;
  Service service(timeline);
  {
    MemoryTransport transport(service, "dies");
    (void)transport.submit(request(http::Method::post, "/instances", Client::gooddata("a")));
  }
  CHECK(service.busy == 1);
  timeline.run_all(timeline.now() + std::chrono::minutes(1));
  CHECK(service.platform.instances().size() == 1);
}

TEST_CASE("a signal ends the waiting early") {
  Timeline timeline;
  Service service(timeline);
  test::FakeSignals signals;
  VirtualLoop loop(timeline, signals);
  MemoryTransport transport(service, "run");
  timeline.after(base::Duration(30), [&] { signals.raise(SIGTERM); });
  CHECK_FALSE(support::next(loop, transport, timeline.now() + std::chrono::hours(1)));
  CHECK(timeline.now().time_since_epoch() == base::Duration(30));
}

TEST_CASE("two clients share one service, each with its own answers") {
  Timeline timeline;
  Service service(timeline);
  MemoryTransport a(service, "a"), b(service, "b");
  service.faults.add(*parse_fault("any any actor=a status=500"));
  (void)a.submit(request(http::Method::get, "/instances"));
  (void)b.submit(request(http::Method::get, "/elements/keys"));
  const auto until = timeline.now() + std::chrono::seconds(1);
  test::FakeSignals signals;
  VirtualLoop loop(timeline, signals);
  CHECK(text_of(support::next(loop, a, until)) == "500");
  CHECK(text_of(support::next(loop, b, until)) == "200");
  CHECK(service.request_lines() == "GET /instances\nGET /elements/keys\n");
}

TEST_CASE("virtual time: order of events, cancelling, clock and epoch") {
  Timeline timeline;
  VirtualClock clock(timeline);
  std::string order;
  timeline.after(base::Duration(5), [&] { order += "b"; });
  timeline.after(base::Duration(1), [&] {
    order += "a";
    timeline.at(base::TimePoint(), [&] { order += "n"; }); // the past is now
  });
  timeline.after(base::Duration(5), [&] { order += "c"; });
  const auto never = timeline.after(base::Duration(3), [&] { order += "x"; });
  timeline.cancel(never);
  timeline.wait(base::TimePoint(base::Duration(100)), [&] { return order == "anb"; });
  CHECK(order == "anb");
  CHECK(clock.now().time_since_epoch() == base::Duration(5));
  timeline.wait(base::TimePoint(base::Duration(100)), [] { return false; });
  CHECK(order == "anbc");
  CHECK(clock.wall() == VirtualClock::k_epoch + base::Duration(100));
}

} // namespace cerec::sim
