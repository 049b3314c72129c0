#include "cerec/http/curl_transport.hpp"
#include "cerec/io/real_loop.hpp"
#include "support/fake_network.hpp"
#include "support/loopback_server.hpp"
#include "support/next_completion.hpp"
#include "support/real_ports.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace cerec;
using namespace cerec::support;
using http::Method;
using Kind = http::TransportError::Kind;
using std::chrono::milliseconds;

namespace {

/// The real transport against a scripted server.
struct Bench {
  explicit Bench(LoopbackServer::Script script, http::CurlSettings settings = {})
      : server(std::move(script)), transport(http::make_curl_transport(settings, clock)) {}

  http::Request request(Method method, const std::string& path = "/") {
    http::Request out;
    out.method = method;
    out.url = server.url(path);
    out.timeout = milliseconds(4000);
    return out;
  }
  NetworkResult wait() {
    const base::TimePoint limit = clock.now() + milliseconds(8000);
    while (clock.now() < limit)
      if (auto completion = next(*loop, *transport, limit))
        return std::move(completion->result);
    return tl::unexpected<http::TransportError>(
        http::TransportError{Kind::other, true, "the test took too long"});
  }
  NetworkResult call(http::Request out) {
    (void)transport->submit(std::move(out));
    return wait();
  }

  RealClock clock;
  FakeSignals signals;
  LoopbackServer server;
  std::unique_ptr<io::Loop> loop = io::make_real_loop(clock, signals);
  std::unique_ptr<http::Transport> transport;
};

/// Answers every request on every connection.
LoopbackServer::Script answer_all(std::string response) {
  return [response](LoopbackServer::Connection& connection) {
    while (!connection.read_request().empty())
      connection.write(response);
  };
}

bool has_line(const std::string& request, const std::string& line) {
  return request.find("\r\n" + line + "\r\n") != std::string::npos;
}

} // namespace

TEST_CASE("a request and its answer over the wire") {
  Bench bench(answer_all(http_response(200, "{}", "X-Some:  Value \r\nElements-Total-Count: 3\r\n")));
  http::Request post = bench.request(Method::post, "/instances?a=b%20c");
  post.headers = {{"Accept", "application/json"}, {"Content-Type", "application/json"}};
  post.authorization = base::Secret("User u, Organization o");
  post.body = base::Secret("{\"name\":\"x\"}");
  const auto result = bench.call(std::move(post));
  REQUIRE(result.has_value());
  CHECK(result->status == 200);
  CHECK(result->body.reveal() == "{}");
  CHECK(result->header("x-some") == "Value");
  CHECK(result->header("elements-total-count") == "3");
  CHECK_FALSE(result->header("X-Some").has_value());
  const auto requests = bench.server.requests();
  REQUIRE(requests.size() == 1);
  CHECK(requests[0].starts_with("POST /instances?a=b%20c HTTP/1.1\r\n"));
  CHECK(has_line(requests[0], "Authorization: User u, Organization o"));
  CHECK(has_line(requests[0], "Content-Type: application/json"));
  CHECK(has_line(requests[0], "Content-Length: 12"));
  CHECK(requests[0].ends_with("\r\n\r\n{\"name\":\"x\"}"));
}

TEST_CASE("methods without a body") {
  struct Row {
    Method method;
    const char* start;
    bool states_length;
  };
  for (const Row& row :
       {Row{Method::get, "GET / HTTP/1.1\r\n", false}, Row{Method::del, "DELETE / HTTP/1.1\r\n", false},
        Row{Method::put, "PUT / HTTP/1.1\r\n", true}, Row{Method::patch, "PATCH / HTTP/1.1\r\n", true}}) {
    CAPTURE(row.start);
    Bench bench(answer_all(http_response(200, "")));
    REQUIRE(bench.call(bench.request(row.method)).has_value());
    const auto requests = bench.server.requests();
    REQUIRE(requests.size() == 1);
    CHECK(requests[0].starts_with(row.start));
    CHECK(has_line(requests[0], "Content-Length: 0") == row.states_length);
    CHECK(requests[0].find("Content-Type") == std::string::npos);
    CHECK(requests[0].find("Expect") == std::string::npos);
  }
}

TEST_CASE("a connection is used again") {
  Bench bench(answer_all(http_response(200, "")));
  for (int i = 0; i < 5; ++i)
    REQUIRE(bench.call(bench.request(Method::post)).has_value());
  CHECK(bench.server.requests().size() == 5);
  CHECK(bench.server.connections() == 1);
}

TEST_CASE("requests run side by side, within the connections allowed") {
  http::CurlSettings settings;
  settings.max_connections = 3;
  Bench bench(answer_all(http_response(200, "")), settings);
  for (int i = 0; i < 12; ++i)
    (void)bench.transport->submit(bench.request(Method::get));
  for (int i = 0; i < 12; ++i)
    CHECK(bench.wait().has_value());
  CHECK(bench.server.connections() <= 3);
}

TEST_CASE("a redirect is an answer and is not followed") {
  LoopbackServer other(answer_all(http_response(200, "")));
  Bench bench(answer_all(http_response(302, "", fmt::format("Location: {}\r\n", other.url()))));
  http::Request get = bench.request(Method::get);
  get.authorization = base::Secret("User u");
  const auto result = bench.call(std::move(get));
  REQUIRE(result.has_value());
  CHECK(result->status == 302);
  CHECK(other.connections() == 0);
}

TEST_CASE("nothing was sent if nobody listens or the host has no address") {
  Bench bench(answer_all(""));
  http::Request refused = bench.request(Method::post);
  refused.url = fmt::format("http://127.0.0.1:{}/", closed_port());
  const auto first = bench.call(std::move(refused));
  REQUIRE_FALSE(first.has_value());
  CHECK(first.error().kind == Kind::connect);
  CHECK_FALSE(first.error().maybe_sent);
  http::Request unknown = bench.request(Method::post);
  unknown.url = "http://user:hidden@no-such-host.invalid/";
  const auto second = bench.call(std::move(unknown));
  REQUIRE_FALSE(second.has_value());
  CHECK(second.error().kind == Kind::resolve);
  CHECK_FALSE(second.error().maybe_sent);
  CHECK(second.error().message.find("hidden") == std::string::npos);
  for (const char* url : {"file:///etc/hostname", "gopher://127.0.0.1/", "no url at all", ""}) {
    CAPTURE(url);
    http::Request wrong = bench.request(Method::get);
    wrong.url = url;
    const auto result = bench.call(std::move(wrong));
    REQUIRE_FALSE(result.has_value());
    CHECK_FALSE(result.error().maybe_sent);
  }
}

TEST_CASE("after the request was sent, its outcome is open") {
  struct Row {
    const char* what;
    LoopbackServer::Script script;
    Kind kind;
  };
  const Row rows[] = {
      {"closed without an answer", [](LoopbackServer::Connection& c) { c.read_request(); }, Kind::reset},
      {"reset without an answer",
       [](LoopbackServer::Connection& c) {
         c.read_request();
         c.reset();
       },
       Kind::reset},
      {"a body that breaks off",
       [](LoopbackServer::Connection& c) {
         c.read_request();
         c.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\"");
       },
       Kind::truncated},
      {"a chunked body that breaks off",
       [](LoopbackServer::Connection& c) {
         c.read_request();
         c.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"id\"\r\n");
       },
       Kind::truncated},
      {"no HTTP",
       [](LoopbackServer::Connection& c) {
         c.read_request();
         c.write("SSH-2.0-OpenSSH\r\n");
       },
       Kind::truncated},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    Bench bench(row.script);
    const auto result = bench.call(bench.request(Method::post));
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().kind == row.kind);
    CHECK(result.error().maybe_sent);
    CHECK(bench.server.requests().size() == 1);
  }
}

TEST_CASE("the time limit covers the whole request") {
  Bench bench([](LoopbackServer::Connection& connection) {
    connection.read_request();
    connection.read_some(); // until the client hangs up
  });
  http::Request post = bench.request(Method::post);
  post.timeout = milliseconds(150);
  const auto before = bench.clock.now();
  const auto result = bench.call(std::move(post));
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().kind == Kind::timeout);
  CHECK(result.error().maybe_sent);
  CHECK(bench.clock.now() - before < milliseconds(2000));
}

TEST_CASE("an answer beyond the limit is refused, with and without a stated length") {
  http::CurlSettings settings;
  settings.max_response_bytes = 1000;
  std::string many_headers;
  for (int i = 0; i < 290; ++i)
    many_headers += "X-Long: " + std::string(950, 'x') + "\r\n";
  for (const std::string& response :
       {http_response(200, std::string(1001, 'x')),
        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + std::string(100'000, 'x'),
        http_response(200, "", many_headers)}) {
    CAPTURE(response.substr(0, 40));
    Bench bench(
        [&](LoopbackServer::Connection& connection) {
          connection.read_request();
          connection.write(response);
        },
        settings);
    const auto result = bench.call(bench.request(Method::get));
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().kind == Kind::too_large);
  }
  Bench fits(answer_all(http_response(200, std::string(1000, 'x'))), settings);
  CHECK(fits.call(fits.request(Method::get)).has_value());
}

TEST_CASE("interim responses do not count as the answer") {
  Bench bench(
      answer_all("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + http_response(200, "ok", "Server: s\r\n")));
  const auto result = bench.call(bench.request(Method::get));
  REQUIRE(result.has_value());
  CHECK(result->status == 200);
  CHECK_FALSE(result->header("link").has_value());
  CHECK(result->header("server") == "s");
}

TEST_CASE("a cancelled request completes as cancelled, and tells whether it was sent") {
  Bench bench([](LoopbackServer::Connection& connection) {
    connection.read_request();
    connection.read_some();
  });
  const auto id = bench.transport->submit(bench.request(Method::post));
  const auto before = bench.clock.now();
  while (bench.server.requests().empty() && bench.clock.now() - before < milliseconds(4000))
    CHECK_FALSE(next(*bench.loop, *bench.transport, bench.clock.now() + milliseconds(10)).has_value());
  bench.transport->cancel(id);
  const auto sent = bench.wait();
  CHECK(sent.error().kind == Kind::cancelled);
  CHECK(sent.error().maybe_sent);
  bench.transport->cancel(bench.transport->submit(bench.request(Method::post)));
  const auto unsent = bench.wait();
  CHECK(unsent.error().kind == Kind::cancelled);
  CHECK_FALSE(unsent.error().maybe_sent);
  bench.transport->cancel(999); // unknown: ignored
}

TEST_CASE("a wait keeps its time without requests, and wakes on a signal") {
  Bench bench(answer_all(""));
  auto before = bench.clock.now();
  CHECK_FALSE(next(*bench.loop, *bench.transport, before + milliseconds(50)).has_value());
  CHECK(bench.clock.now() - before >= milliseconds(50));
  bench.signals.received = 1;
  before = bench.clock.now();
  CHECK_FALSE(next(*bench.loop, *bench.transport, before + milliseconds(5000)).has_value());
  CHECK(bench.clock.now() - before < milliseconds(1000));
}

TEST_CASE("a request goes through the proxy that is set") {
  LoopbackServer proxy(answer_all(http_response(200, "from the proxy")));
  http::CurlSettings settings;
  settings.proxy = proxy.url("");
  Bench bench(answer_all(http_response(200, "direct")), settings);
  http::Request get = bench.request(Method::get);
  get.url = "http://far.invalid/instances";
  const auto result = bench.call(std::move(get));
  REQUIRE(result.has_value());
  CHECK(result->body.reveal() == "from the proxy");
  CHECK(proxy.requests().at(0).starts_with("GET http://far.invalid/instances HTTP/1.1\r\n"));
}

TEST_CASE("a peer that speaks no TLS is a connection that failed, with nothing sent") {
  Bench bench(answer_all("HTTP/1.1 400 Bad Request\r\n\r\n"));
  http::Request get = bench.request(Method::get);
  get.url.replace(0, 4, "https");
  get.timeout = milliseconds(1000);
  const auto result = bench.call(std::move(get));
  REQUIRE_FALSE(result.has_value());
  CHECK_FALSE(result.error().maybe_sent);
}
