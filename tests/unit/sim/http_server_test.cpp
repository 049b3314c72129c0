#include "cerec/sim/http_server.hpp"

#include "support/fake_signals.hpp"
#include "support/next_completion.hpp"
#include "unit/sim/client.hpp"

#include "cerec/http/curl_transport.hpp"
#include "cerec/io/real_loop.hpp"
#include "cerec/sim/virtual_loop.hpp"

#include <doctest/doctest.h>
#include <regex>
#include <thread>

namespace cerec::sim {
namespace {

class SteadyClock : public io::Clock {
public:
  base::TimePoint now() override {
    return base::TimePoint(
        std::chrono::duration_cast<base::Duration>(std::chrono::steady_clock::now().time_since_epoch()));
  }
  base::WallTime wall() override {
    return std::chrono::floor<base::Duration>(std::chrono::system_clock::now());
  }
};

/// A server on a free port, and curl as its client.
struct Front {
  explicit Front(const std::vector<std::string>& fault_rules = {}) {
    for (const std::string& rule : fault_rules)
      faults.add(*parse_fault(rule));
    HttpServerSettings settings;
    settings.log = [this](const std::string& line) { log += line + "\n"; };
    server = std::make_unique<HttpServer>(platform, faults, settings);
    port = *server->bind();
    serving = std::thread([this] { server->serve(); });
    transport = http::make_curl_transport({}, clock);
  }
  ~Front() { end(); }
  void end() {
    if (!serving.joinable())
      return;
    std::this_thread::sleep_for(std::chrono::milliseconds(5)); // stop() before serve() would be lost
    server->stop();
    serving.join();
  }

  http::Request request(const Call& call, const std::string& target) const {
    http::Request made;
    made.method = call.method;
    made.url = "http://127.0.0.1:" + std::to_string(port) + std::string(k_base_path) + target;
    made.authorization = base::Secret(call.authorization);
    made.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
    if (!call.body.empty())
      made.body = base::Secret(call.body);
    made.timeout = base::Duration(1'000);
    return made;
  }

  base::Result<http::Response, http::TransportError> ask(http::Method method, const std::string& target,
                                                         const std::string& body = {}) {
    const auto id = transport->submit(request(call(method, target, body), target));
    for (int i = 0; i < 100; ++i)
      if (auto completion = support::next(*loop, *transport, clock.now() + base::Duration(1'000));
          completion && completion->id == id)
        return std::move(completion->result);
    return tl::unexpected(http::TransportError{});
  }

  Platform platform;
  Faults faults;
  SteadyClock clock;
  test::FakeSignals signals;
  std::string log;
  std::unique_ptr<HttpServer> server;
  int port = 0;
  std::thread serving;
  std::unique_ptr<io::Loop> loop = io::make_real_loop(clock, signals);
  std::unique_ptr<http::Transport> transport;
};

struct Step {
  http::Method method;
  std::string target;
  std::string body;
};

std::string without_times(const std::string& text) {
  static const std::regex times(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)");
  return std::regex_replace(text, times, "TIME");
}

} // namespace

TEST_CASE("the HTTP front and the memory transport give the same answers") {
  using http::Method;
  const std::vector<std::string> rules{"GET /instances nth=2 status=503 retry-after=1",
                                       "PATCH /instances/{id} nth=2 status=502 html"};
  const std::vector<Step> script{
      {Method::get, "/instances", ""},
      {Method::post, "/instances", Client::gooddata("a", R"(["x y","cerec:id:s/a"])")},
      {Method::post, "/instances", Client::gooddata("b")},
      {Method::post, "/instances", "{"},
      {Method::get, "/instances?tags%5B%5D=x%20y&pageSize=1", ""},
      {Method::get, "/instances?pageSize=1", ""},
      {Method::get, "/instances/40001", ""},
      {Method::patch, "/instances/40001", R"({"name":"ä\u00e4\n"})"},
      {Method::patch, "/instances/40001", R"({"name":"c"})"},
      {Method::put, "/instances/40001/enabled", ""},
      {Method::del, "/instances/40001/enabled", ""},
      {Method::del, "/instances/40002", ""},
      {Method::del, "/instances/40002", ""},
      {Method::get, "/elements/gooddata/configuration", ""},
      {Method::get, "/instances/40001/configuration", ""},
      {Method::get, "/instances/count", ""},
      {Method::get, "/nothing", ""},
  };
  Front front(rules);
  Timeline timeline;
  Service service(timeline);
  for (const std::string& rule : rules)
    service.faults.add(*parse_fault(rule));
  MemoryTransport memory(service, "http");
  VirtualLoop virtual_loop(timeline, front.signals);
  for (const Step& step : script) {
    CAPTURE(step.target);
    CAPTURE(step.body);
    const auto real = front.ask(step.method, step.target, step.body);
    REQUIRE(real);
    (void)memory.submit(front.request(call(step.method, step.target, step.body), step.target));
    const auto simulated = support::next(virtual_loop, memory, timeline.now() + std::chrono::seconds(9));
    REQUIRE(simulated);
    REQUIRE(simulated->result);
    CHECK(real->status == simulated->result->status);
    CHECK(without_times(std::string(real->body.reveal())) ==
          without_times(std::string(simulated->result->body.reveal())));
    for (const char* header : {"elements-request-id", "elements-total-count", "elements-returned-count",
                               "elements-next-page-token", "retry-after", "content-type"})
      CHECK(real->header(header) == simulated->result->header(header));
  }
  front.end();
  CHECK(front.log.find("PATCH /instances/40001 502 fault: status=502 html\n") != std::string::npos);
  CHECK(front.log.find("GET /instances?pageSize=1 200\n") != std::string::npos);
}

TEST_CASE("faults over HTTP end the connection, after the commit or before it") {
  struct Row {
    const char* fault;
    size_t committed;
  };
  for (const Row& row :
       {Row{"refuse-connection", 0}, Row{"reset-before", 0}, Row{"reset-after", 1},
        Row{"commit-then-close", 1}, Row{"truncate", 1}, Row{"hang", 1}, Row{"delay=1500ms", 1}}) {
    CAPTURE(row.fault);
    Front front({"POST /instances nth=1 " + std::string(row.fault)});
    const auto result = front.ask(http::Method::post, "/instances", Client::gooddata("a"));
    REQUIRE_FALSE(result);
    CHECK(result.error().maybe_sent);
    const auto next = front.ask(http::Method::get, "/elements/keys"); // the server goes on
    CHECK(next);
    front.end();
    CHECK(front.platform.instances().size() == row.committed);
  }
}

TEST_CASE("a commit that comes after its connection was reset") {
  using namespace std::chrono_literals;
  Front front({"POST /instances nth=1 reset-before late-commit=1500ms"});
  const auto begin = std::chrono::steady_clock::now();
  CHECK_FALSE(front.ask(http::Method::post, "/instances", Client::gooddata("a")));
  const int at_once = front.ask(http::Method::get, "/instances")->status;
  if (std::chrono::steady_clock::now() - begin < 1500ms) // a busy machine proves nothing here
    CHECK(at_once == 404);
  int later = at_once;
  for (; later == 404 && std::chrono::steady_clock::now() - begin < 30s; std::this_thread::sleep_for(100ms))
    later = front.ask(http::Method::get, "/instances")->status;
  CHECK(later == 200);
}

TEST_CASE("many requests on few connections, many connections at once") {
  Front front;
  http::CurlSettings settings;
  settings.max_connections = 64;
  const auto transport = http::make_curl_transport(settings, front.clock);
  const Call list = call(http::Method::get, "/elements/keys");
  size_t sent = 0, good = 0;
  for (; sent < 640; ++sent)
    (void)transport->submit(front.request(list, "/elements/keys"));
  const auto limit = front.clock.now() + std::chrono::seconds(60);
  for (size_t done = 0; done < sent && front.clock.now() < limit;)
    if (const auto completion = support::next(*front.loop, *transport, limit)) {
      ++done;
      good += completion->result && completion->result->status == 200 ? 1 : 0;
    }
  CHECK(good == sent);
}

} // namespace cerec::sim
