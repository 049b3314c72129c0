#include "cerec/http/client.hpp"
#include "cerec/http/curl_transport.hpp"
#include "cerec/io/real_loop.hpp"
#include "support/fake_network.hpp"
#include "support/loopback_server.hpp"
#include "support/real_ports.hpp"

#include <doctest/doctest.h>

using namespace cerec;
using namespace cerec::support;
using std::chrono::milliseconds;

namespace {

LoopbackServer::Script answers(std::string body) {
  return [response = http_response(200, body)](LoopbackServer::Connection& connection) {
    while (!connection.read_request().empty())
      connection.write(response);
  };
}

http::Request get(const std::string& url) {
  http::Request request;
  request.url = url;
  return request;
}

std::string body_of(const std::optional<http::Finished>& finished) {
  return finished && finished->result ? std::string(finished->result->body.reveal()) : "nothing";
}

/// Two owners over one dispatcher in virtual time.
struct Shared {
  explicit Shared(FakeTransport::Answer answer) : transport(clock, std::move(answer)) {}
  VirtualClock clock;
  ConstantRandom random;
  FakeSignals signals;
  FakeLoop loop{clock, signals};
  FakeTransport transport;
  http::Dispatcher dispatcher{transport, loop, clock, random, {}};
};

} // namespace

TEST_CASE("two origins on one loop: each gets its own headers and no others") {
  RealClock clock;
  ConstantRandom random;
  FakeSignals signals;
  const auto loop = io::make_real_loop(clock, signals);
  LoopbackServer account(answers("account")), vault(answers("vault"));
  http::Client one({account.url("/api"), {{"Authorization", base::Secret("User u")}}, {}},
                   http::make_curl_transport({}, clock), *loop, clock, random);
  http::Client two({vault.url(""), {{"X-Vault-Token", base::Secret("s.token")}}, {}},
                   http::make_curl_transport({}, clock), *loop, clock, random);
  http::Calls calls_one(one.dispatcher()), calls_two(two.dispatcher());
  (void)calls_one.start(get(account.url("/api/instances")), http::Repeat::freely);
  (void)calls_two.start(get(vault.url("/v1/secret")), http::Repeat::freely);
  const base::TimePoint limit = clock.now() + milliseconds(8000);
  CHECK(body_of(calls_two.next(limit)) == "vault"); // and the other one goes on meanwhile
  CHECK(body_of(calls_one.next(limit)) == "account");
  REQUIRE(account.requests().size() == 1);
  REQUIRE(vault.requests().size() == 1);
  CHECK(account.requests()[0].find("\r\nAuthorization: User u\r\n") != std::string::npos);
  CHECK(account.requests()[0].find("Vault") == std::string::npos);
  CHECK(vault.requests()[0].find("\r\nX-Vault-Token: s.token\r\n") != std::string::npos);
  CHECK(vault.requests()[0].find("Authorization") == std::string::npos);
}

TEST_CASE("a request that does not go to the client's origin is not sent") {
  Shared world([](const http::Request&, size_t) { return respond(200); });
  auto transport = std::make_unique<FakeTransport>(
      world.clock, [](const http::Request& request, size_t) { return respond(200, request.url); });
  http::Client client({"https://vault.example/v1/", {}, {}}, std::move(transport), world.loop, world.clock,
                      world.random);
  http::Calls calls(client.dispatcher());
  for (const char* url : {"https://vault.example/v1x", "https://vault.example.evil/v1/a",
                          "http://vault.example/v1/a", "https://vault.example:1/v1/a", "https://other/"}) {
    CAPTURE(url);
    (void)calls.start(get(url), http::Repeat::freely);
    const auto finished = calls.next(base::TimePoint::max());
    REQUIRE(finished);
    REQUIRE_FALSE(finished->result);
    CHECK_FALSE(finished->maybe_sent);
    CHECK(finished->attempts == 1);
  }
  (void)calls.start(get("https://vault.example/v1/a"), http::Repeat::freely);
  CHECK(body_of(calls.next(base::TimePoint::max())) == "https://vault.example/v1/a");
}

TEST_CASE("each client has a window of its own") {
  Shared world([](const http::Request&, size_t) { return respond(200); });
  const auto client_of = [&](int parallelism, FakeTransport*& seen) {
    auto transport = std::make_unique<FakeTransport>(
        world.clock, [](const http::Request&, size_t) { return respond(200); });
    seen = transport.get();
    http::DispatchLimits limits;
    limits.parallelism = parallelism;
    return std::make_unique<http::Client>(http::Origin{"https://h", {}, limits}, std::move(transport),
                                          world.loop, world.clock, world.random);
  };
  FakeTransport *narrow_seen = nullptr, *wide_seen = nullptr;
  const auto narrow = client_of(1, narrow_seen), wide = client_of(4, wide_seen);
  http::Calls through_narrow(narrow->dispatcher()), through_wide(wide->dispatcher());
  for (int i = 0; i < 8; ++i) {
    (void)through_narrow.start(get("https://h/"), http::Repeat::freely);
    (void)through_wide.start(get("https://h/"), http::Repeat::freely);
  }
  while (through_narrow.pending() > 0)
    (void)through_narrow.next(base::TimePoint::max());
  CHECK(narrow_seen->most_in_flight == 1);
  CHECK(wide_seen->most_in_flight == 4);
  CHECK(wide_seen->sent.size() == 8); // they went on while nobody waited for them
  CHECK(through_wide.pending() == 8); // and lie there until their owner comes
}

TEST_CASE("calls know their owner: nobody takes another's answer") {
  Shared world([](const http::Request& request, size_t) { return respond(200, request.url); });
  http::Calls mine(world.dispatcher), others(world.dispatcher);
  (void)others.start(get("https://h/others"), http::Repeat::freely);
  (void)mine.start(get("https://h/mine"), http::Repeat::freely);
  CHECK(body_of(mine.next(base::TimePoint::max())) == "https://h/mine");
  CHECK(mine.pending() == 0);
  CHECK_FALSE(mine.take());
  CHECK(body_of(others.take()) == "https://h/others");
}

TEST_CASE("what an owner leaves behind is cancelled, and no one else's is") {
  Shared world([](const http::Request& request, size_t) { return respond(200, request.url); });
  http::Calls mine(world.dispatcher);
  {
    http::Calls gone(world.dispatcher);
    for (int i = 0; i < 30; ++i)
      (void)gone.start(get("https://h/gone"), http::Repeat::freely);
    CHECK(gone.next(base::TimePoint::max()));
    CHECK(world.dispatcher.in_flight() > 0);
  }
  CHECK(world.dispatcher.in_flight() == 0);
  const size_t sent = world.transport.sent.size();
  (void)mine.start(get("https://h/mine"), http::Repeat::freely);
  CHECK(body_of(mine.next(base::TimePoint::max())) == "https://h/mine");
  CHECK(world.transport.sent.size() == sent + 1);
}

TEST_CASE("dropping and cancelling reach the owner's calls alone") {
  Shared world([](const http::Request& request, size_t) { return respond(200, request.url); });
  http::Calls mine(world.dispatcher), others(world.dispatcher);
  (void)mine.start(get("https://h/mine"), http::Repeat::freely);
  (void)others.start(get("https://h/others"), http::Repeat::freely);
  mine.cancel_all();
  const auto cancelled = mine.next(base::TimePoint::max());
  REQUIRE(cancelled);
  CHECK(cancelled->result.error().kind == http::TransportError::Kind::cancelled);
  CHECK(body_of(others.next(base::TimePoint::max())) == "https://h/others");
}
