#include "cerec/http/dispatcher.hpp"
#include "support/fake_network.hpp"

#include <doctest/doctest.h>
#include <set>

using namespace cerec;
using namespace cerec::support;
using http::Repeat;
using Kind = http::TransportError::Kind;
using std::chrono::milliseconds;

namespace {

/// A dispatcher over a scripted network in virtual time.
struct Bench {
  explicit Bench(FakeTransport::Answer answer, http::DispatchLimits limits = {})
      : transport(clock, std::move(answer)), dispatcher(transport, loop, clock, random, limits),
        calls(dispatcher) {}

  http::CallId get(const std::string& path, Repeat repeat = Repeat::freely) {
    http::Request request;
    request.url = "https://api.example" + path;
    return calls.start(std::move(request), repeat);
  }
  /// All results in the order in which they come.
  std::vector<http::Finished> drain() {
    std::vector<http::Finished> all;
    while (calls.pending() > 0)
      if (auto finished = calls.next(base::TimePoint::max()))
        all.push_back(std::move(*finished));
    return all;
  }

  VirtualClock clock;
  ConstantRandom random;
  FakeSignals signals;
  FakeLoop loop{clock, signals};
  FakeTransport transport;
  http::Dispatcher dispatcher;
  http::Calls calls;
};

http::DispatchLimits parallelism(int n) {
  http::DispatchLimits limits;
  limits.parallelism = n;
  return limits;
}

/// Answers the first requests by a list of statuses, all later ones by 200.
FakeTransport::Answer statuses(std::vector<int> list) {
  return [list](const http::Request&, size_t nth) { return respond(nth < list.size() ? list[nth] : 200); };
}

} // namespace

TEST_CASE("no more than the window is in flight, and calls start in order") {
  Bench bench(statuses({}), parallelism(3));
  for (int i = 0; i < 7; ++i)
    (void)bench.get("/" + std::to_string(i));
  CHECK(bench.calls.pending() == 7);
  CHECK(bench.drain().size() == 7);
  CHECK(bench.transport.most_in_flight == 3);
  std::string order;
  for (const Sent& sent : bench.transport.sent)
    order += sent.line + " ";
  CHECK(order == "GET /0 GET /1 GET /2 GET /3 GET /4 GET /5 GET /6 ");
  CHECK(bench.dispatcher.counts().sent == 7);
  CHECK(bench.dispatcher.counts().retries == 0);
}

TEST_CASE("a lost answer is repeated after the backoff, and the attempts are told") {
  Bench bench(
      [](const http::Request&, size_t nth) { return nth < 2 ? break_off(Kind::reset, true) : respond(200); });
  (void)bench.get("/a");
  const auto all = bench.drain();
  REQUIRE(all.size() == 1);
  CHECK(all[0].result.has_value());
  CHECK(all[0].attempts == 3);
  CHECK(all[0].maybe_sent);
  CHECK(bench.dispatcher.counts().retries == 2);
  REQUIRE(bench.transport.sent.size() == 3);
  CHECK(bench.transport.sent[1].at == milliseconds(10 + 500));
  CHECK(bench.transport.sent[2].at == milliseconds(10 + 500 + 10 + 1000));
}

TEST_CASE("a POST is repeated while nothing was sent, and never after") {
  Bench bench([](const http::Request&, size_t nth) { return break_off(Kind::connect, nth >= 2); });
  (void)bench.get("/a", Repeat::only_if_unsent);
  const auto all = bench.drain();
  REQUIRE(all.size() == 1);
  CHECK(all[0].attempts == 3);
  CHECK(all[0].maybe_sent);
  CHECK_FALSE(all[0].result.has_value());
}

TEST_CASE("a last answer does not hide that an attempt before it may have been carried out") {
  for (const int first : {502, 503, 429, 0}) {
    CAPTURE(first);
    Bench bench([first](const http::Request&, size_t nth) {
      if (nth > 0)
        return respond(400);
      return first == 0 ? break_off(Kind::connect, false) : respond(first);
    });
    (void)bench.get("/a");
    const auto all = bench.drain();
    REQUIRE(all.size() == 1);
    CHECK(all[0].attempts == 2);
    CHECK(all[0].earlier_open == (first == 502 || first == 503));
  }
}

TEST_CASE("maybe_sent of a call is that of any attempt") {
  Bench bench([](const http::Request&, size_t nth) {
    return break_off(nth == 0 ? Kind::reset : Kind::connect, nth == 0);
  });
  (void)bench.get("/a");
  const auto all = bench.drain();
  REQUIRE(all.size() == 1);
  CHECK(all[0].attempts == 5);
  CHECK(all[0].maybe_sent);
  REQUIRE_FALSE(all[0].result.has_value());
  CHECK(all[0].result.error().maybe_sent);
}

TEST_CASE("throttles of one round trip halve the window once; successes let it grow back") {
  Bench bench(statuses({503, 503, 503, 503, 503, 503, 503, 503}), parallelism(8));
  for (int i = 0; i < 8; ++i)
    (void)bench.get("/");
  for (int i = 0; i < 8; ++i)
    REQUIRE_FALSE(bench.calls.next(base::TimePoint(milliseconds(100))).has_value());
  CHECK(bench.dispatcher.window() == 4);
  CHECK(bench.dispatcher.counts().throttles == 8);
  CHECK(bench.drain().size() == 8);
  CHECK(bench.dispatcher.window() == 5); // 8 successes: 4 to grow to 5, 4 of the next 5
  for (int i = 0; i < 100; ++i)
    (void)bench.get("/");
  CHECK(bench.drain().size() == 100);
  CHECK(bench.dispatcher.window() == 8);
}

TEST_CASE("a second round of throttles halves again, down to one") {
  Bench bench(statuses(std::vector<int>(7, 503)), parallelism(4));
  (void)bench.get("/");
  CHECK(bench.drain().size() == 1);
  CHECK(bench.dispatcher.counts().sent == 8);
  CHECK(bench.dispatcher.window() == 2); // halved to 1, then one success
}

TEST_CASE("Retry-After shuts the window for all calls, in seconds and as a date") {
  for (const char* value : {"20", "Sat, 31 Jan 2026 00:00:20 GMT"}) {
    CAPTURE(value);
    Bench bench(
        [&](const http::Request&, size_t nth) {
          return nth == 0 ? respond(429, "", {{"retry-after", value}}) : respond(200);
        },
        parallelism(1));
    (void)bench.get("/first");
    (void)bench.get("/second");
    CHECK(bench.drain().size() == 2);
    REQUIRE(bench.transport.sent.size() == 3);
    CHECK(bench.transport.sent[1].line == "GET /first"); // the retry goes before later calls
    CHECK(bench.transport.sent[1].at >= milliseconds(20'000));
    CHECK(bench.transport.sent[1].at <= milliseconds(20'010));
    CHECK(bench.dispatcher.counts().throttled >= milliseconds(19'990));
  }
}

TEST_CASE("a date in Retry-After is meant by the clock that wrote it: an hour ahead, or behind") {
  for (const char* hour : {"01", "23"}) {
    CAPTURE(hour);
    const std::string day = hour[0] == '0' ? "Sat, 31 Jan 2026 " : "Fri, 30 Jan 2026 ";
    Bench bench(
        [&](const http::Request&, size_t nth) {
          return nth == 0 ? respond(429, "",
                                    {{"date", day + hour + ":00:00 GMT"},
                                     {"retry-after", day + hour + ":00:20 GMT"}})
                          : respond(200);
        },
        parallelism(1));
    (void)bench.get("/");
    CHECK(bench.drain().size() == 1);
    REQUIRE(bench.transport.sent.size() == 2);
    CHECK(bench.transport.sent[1].at >= milliseconds(20'000));
    CHECK(bench.transport.sent[1].at <= milliseconds(20'020));
  }
}

TEST_CASE("a wait beyond the deadline is not waited for: the call ends, and so does what is queued") {
  Bench bench(
      [](const http::Request&, size_t) {
        return respond(429, "", {{"retry-after", "3600"}});
      },
      parallelism(1));
  (void)bench.get("/first");
  (void)bench.get("/second");
  const auto all = bench.drain();
  REQUIRE(all.size() == 2);
  REQUIRE(all[0].result.has_value());
  CHECK(all[0].result->status == 429);
  REQUIRE_FALSE(all[1].result.has_value());
  CHECK(all[1].result.error().kind == Kind::throttled);
  CHECK_FALSE(all[1].maybe_sent);
  CHECK(all[1].attempts == 0);
  CHECK(all[1].result.error().message ==
        "not sent: the service asked to wait 3600 s before the next request");
  CHECK(bench.clock.elapsed < milliseconds(1000));
}

TEST_CASE("a 429 without Retry-After makes every call wait, longer each round") {
  Bench bench(statuses({429, 429, 429}), parallelism(1));
  for (int i = 0; i < 3; ++i)
    (void)bench.get("/" + std::to_string(i));
  CHECK(bench.drain().size() == 3);
  std::vector<int64_t> at;
  for (const Sent& sent : bench.transport.sent)
    at.push_back(sent.at.count());
  CHECK(at == std::vector<int64_t>{0, 510, 1520, 3530, 3540, 3550});
}

TEST_CASE("--max-rps spaces requests evenly") {
  http::DispatchLimits limits = parallelism(10);
  limits.max_rps = 4;
  Bench bench(statuses({}), limits);
  for (int i = 0; i < 5; ++i)
    (void)bench.get("/");
  CHECK(bench.drain().size() == 5);
  std::vector<int64_t> at;
  for (const Sent& sent : bench.transport.sent)
    at.push_back(sent.at.count());
  CHECK(at == std::vector<int64_t>{0, 250, 500, 750, 1000});
}

TEST_CASE("a rate above the clock's resolution is kept on average") {
  http::DispatchLimits limits = parallelism(1000);
  limits.max_rps = 300;
  Bench bench(statuses({}), limits);
  for (int i = 0; i < 301; ++i)
    (void)bench.get("/");
  CHECK(bench.drain().size() == 301);
  CHECK(bench.transport.sent.back().at >= milliseconds(1000));
  CHECK(bench.transport.sent.back().at <= milliseconds(1002));
}

TEST_CASE("drop_queued ends what was not sent and lets the rest end without a retry") {
  Bench bench([](const http::Request&, size_t) { return break_off(Kind::reset, true); }, parallelism(2));
  for (int i = 0; i < 4; ++i)
    (void)bench.get("/" + std::to_string(i));
  CHECK_FALSE(bench.calls.next(base::TimePoint(milliseconds(5))).has_value());
  CHECK(bench.dispatcher.in_flight() == 2);
  bench.calls.drop_queued();
  const auto all = bench.drain();
  REQUIRE(all.size() == 4);
  CHECK(bench.transport.sent.size() == 2);
  std::set<http::CallId> cancelled, reset;
  for (const auto& each : all) {
    REQUIRE_FALSE(each.result.has_value());
    (each.result.error().kind == Kind::cancelled ? cancelled : reset).insert(each.id);
    CHECK(each.maybe_sent == (each.id <= 2));
  }
  CHECK(cancelled == std::set<http::CallId>{3, 4});
  CHECK(reset == std::set<http::CallId>{1, 2});
}

TEST_CASE("drop_queued tells that a call waiting for its retry may have been sent") {
  Bench bench([](const http::Request&, size_t) { return break_off(Kind::reset, true); });
  (void)bench.get("/");
  CHECK_FALSE(bench.calls.next(base::TimePoint(milliseconds(100))).has_value());
  bench.calls.drop_queued();
  const auto all = bench.drain();
  REQUIRE(all.size() == 1);
  CHECK(all[0].result.error().kind == Kind::cancelled);
  CHECK(all[0].maybe_sent);
}

TEST_CASE("cancel_all ends everything, and later calls work") {
  Bench bench(statuses({}), parallelism(2));
  for (int i = 0; i < 4; ++i)
    (void)bench.get("/");
  CHECK_FALSE(bench.calls.next(base::TimePoint(milliseconds(5))).has_value());
  bench.calls.cancel_all();
  const auto all = bench.drain();
  CHECK(all.size() == 4);
  for (const auto& each : all)
    CHECK(each.result.error().kind == Kind::cancelled);
  CHECK(bench.clock.elapsed == milliseconds(5));
  (void)bench.get("/later");
  const auto later = bench.drain();
  REQUIRE(later.size() == 1);
  CHECK(later[0].result.has_value());
}

TEST_CASE("without calls next() is a sleep") {
  Bench bench(statuses({}));
  CHECK_FALSE(bench.calls.next(base::TimePoint(milliseconds(1234))).has_value());
  CHECK(bench.clock.elapsed == milliseconds(1234));
}

TEST_CASE("answers that can only be quoted say no known secret; data stays as it is") {
  base::KnownSecrets known;
  known.add(base::Secret("hunter2"));
  VirtualClock clock;
  ConstantRandom random;
  const auto answer = [](const http::Request&, size_t nth) -> Reply {
    switch (nth) {
    case 0:
      return respond(200, R"({"token":"hunter2"})",
                     {{"elements-request-id", "hunter2"}, {"etag", "hunter2"}});
    case 1:
      return respond(400, R"({"message":"hunter2?"})", {{"etag", "hunter2"}});
    default:
      return respond(200, "<title>hunter2</title>");
    }
  };
  FakeSignals signals;
  FakeLoop loop(clock, signals);
  FakeTransport transport(clock, answer);
  http::Dispatcher dispatcher(transport, loop, clock, random, {}, &known);
  http::Calls calls(dispatcher);
  std::vector<http::Response> got;
  for (int i = 0; i < 3; ++i) {
    http::Request request;
    request.url = "https://api.example/";
    (void)calls.start(std::move(request), Repeat::never);
    got.push_back(*calls.next(base::TimePoint::max())->result);
  }
  CHECK(got[0].body.reveal() == R"({"token":"hunter2"})");
  CHECK(got[0].header("elements-request-id") == "***");
  CHECK(got[0].header("etag") == "hunter2");
  CHECK(got[1].body.reveal() == R"({"message":"***?"})");
  CHECK(got[1].header("etag") == "***");
  CHECK(got[2].body.reveal() == "<title>***</title>");
}
