#include "cerec/sim/http_server.hpp"

#include "sim/connection.hpp"

#include <condition_variable>
#include <fmt/format.h>
#include <mutex>

namespace cerec::sim {
namespace {

base::WallTime wall_now() {
  return std::chrono::floor<base::Duration>(std::chrono::system_clock::now());
}

/// The connection whose request this thread is handling: httplib hands its handlers no place of their own.
thread_local Connection* t_connection = nullptr;

std::optional<http::Method> method_of(const std::string& text) {
  for (const auto method :
       {http::Method::get, http::Method::post, http::Method::put, http::Method::patch, http::Method::del})
    if (text == http::text_of(method))
      return method;
  return std::nullopt;
}

Call call_of(const httplib::Request& request) {
  Call call = make_call(method_of(request.method).value_or(http::Method::get), request.target);
  call.authorization = request.get_header_value("Authorization");
  call.content_type = request.get_header_value("Content-Type");
  call.accept = request.get_header_value("Accept");
  call.body = request.body;
  call.actor = "http";
  return call;
}

/// Method, path, status, fault. The query is left out where it may hold a secret (docs/api.md 5.4).
std::string log_line(const httplib::Request& request, const Call& call, const Effect& effect, int status) {
  const bool plain = call.path.substr(0, 10) == "/instances";
  const size_t mark = request.target.find('?');
  const std::string query = plain && mark != std::string::npos ? request.target.substr(mark) : "";
  return fmt::format("{} {}{} {}{}{}", request.method, call.path.empty() ? request.path : call.path, query,
                     status == 0 ? "-" : std::to_string(status), effect.any() ? " fault: " : "",
                     effect.text());
}

} // namespace

struct HttpServer::Impl : httplib::Server {
  Impl(Platform& platform_in, Faults& faults_in, HttpServerSettings settings_in);
  bool process_and_close_socket(socket_t sock) override;

  void handle(const httplib::Request& request, httplib::Response& response);
  /// What the client gets; nullopt: nothing (its connection's ending says how).
  [[nodiscard]] std::optional<Answer> carry_out(Call call, const Effect& effect);
  [[nodiscard]] Effect decide(const Call& call);
  /// Waits; false if the server stops meanwhile.
  bool sleep(base::Duration duration);
  [[nodiscard]] base::Duration work_time(const Call& call);
  [[nodiscard]] std::optional<Answer> commit(const Begun& begun, base::Duration wait, const Reading& reading);
  [[nodiscard]] base::Result<int> open_port();

  Platform& platform;
  Faults& faults;
  HttpServerSettings settings;
  SeededRandom random{99};
  std::mutex lock; ///< of platform, faults, random
  std::atomic<bool> stopping = false;
  std::mutex stop_lock;
  std::condition_variable stopped;
  std::mutex log_lock;
};

HttpServer::Impl::Impl(Platform& platform_in, Faults& faults_in, HttpServerSettings settings_in)
    : platform(platform_in), faults(faults_in), settings(std::move(settings_in)) {
  const auto serve_one = [this](const httplib::Request& request, httplib::Response& response) {
    handle(request, response);
  };
  Get(".*", serve_one);
  Post(".*", serve_one);
  Put(".*", serve_one);
  Patch(".*", serve_one);
  Delete(".*", serve_one);
  set_keep_alive_max_count(1'000'000'000);
  set_keep_alive_timeout(60);
  set_payload_max_length(64ULL << 20);
  new_task_queue = [this] { return new httplib::ThreadPool(settings.threads); };
}

bool HttpServer::Impl::process_and_close_socket(socket_t sock) {
  Connection connection(sock, stopping);
  t_connection = &connection;
  bool goes_on = true;
  while (goes_on && connection.wait_for_request()) {
    bool closed = false;
    const bool handled = process_request(connection, false, closed, nullptr);
    goes_on = connection.finish() && handled && !closed;
  }
  t_connection = nullptr;
  return true;
}

bool HttpServer::Impl::sleep(base::Duration duration) {
  if (duration.count() > 0) {
    std::unique_lock hold(stop_lock);
    stopped.wait_for(hold, duration, [this] { return stopping.load(); });
  }
  return !stopping;
}

Effect HttpServer::Impl::decide(const Call& call) {
  const std::lock_guard hold(lock);
  return faults.decide(call);
}

base::Duration HttpServer::Impl::work_time(const Call& call) {
  const std::lock_guard hold(lock);
  const Latency::Range& range = is_create(call) ? settings.latency.create : settings.latency.service;
  return random.between(range.least, range.most);
}

std::optional<Answer> HttpServer::Impl::commit(const Begun& begun, base::Duration wait,
                                               const Reading& reading) {
  if (!sleep(wait))
    return std::nullopt;
  const std::lock_guard hold(lock);
  return platform.finish(begun, wall_now(), reading);
}

std::optional<Answer> HttpServer::Impl::carry_out(Call call, const Effect& effect) {
  const base::Duration work = work_time(call);
  std::optional<Answer> answer;
  if (effect.commits()) {
    auto begun = std::make_shared<Begun>();
    {
      const std::lock_guard hold(lock);
      *begun = platform.begin(std::move(call), wall_now());
    }
    const bool ends_first =
        effect.late_commit.count() > 0 && (effect.status || effect.ending == Effect::Ending::reset_before);
    if (ends_first) {
      t_connection->afterwards = [this, begun, wait = work + effect.late_commit] {
        (void)commit(*begun, wait, {});
      };
    } else {
      answer = commit(*begun, work + effect.late_commit, effect.reading);
      if (!answer)
        return std::nullopt;
    }
  } else if (!sleep(work)) {
    return std::nullopt;
  }
  if (effect.ending != Effect::Ending::answer && effect.ending != Effect::Ending::truncate)
    return std::nullopt;
  const std::lock_guard hold(lock);
  return effect.any() ? distort(effect, std::move(answer), platform, wall_now()) : std::move(*answer);
}

void HttpServer::Impl::handle(const httplib::Request& request, httplib::Response& response) {
  Call call = call_of(request);
  const Effect effect = decide(call);
  const Call logged{call.method, call.path, {}, {}, {}, {}, {}, {}};
  t_connection->ending = effect.ending;
  std::optional<Answer> answer = carry_out(std::move(call), effect);
  if (!sleep(effect.delay) || (!answer && effect.ending == Effect::Ending::answer))
    t_connection->ending = Effect::Ending::close_after; // the server stops
  if (answer) {
    response.status = answer->status;
    response.body = std::move(answer->body);
    for (const auto& [name, value] : answer->headers)
      response.set_header(name, value);
  }
  if (settings.log) {
    const std::lock_guard hold(log_lock);
    settings.log(log_line(request, logged, effect, answer ? answer->status : 0));
  }
}

base::Result<int> HttpServer::Impl::open_port() {
  int port = settings.port;
  const bool bound =
      port == 0 ? (port = bind_to_any_port(settings.host)) > 0 : bind_to_port(settings.host, port);
  if (!bound)
    return base::fail(fmt::format("cannot listen on {}:{}", settings.host, settings.port));
  ::listen(svr_sock_, 1'024); // httplib's backlog of 5 would drop connections that come together
  return port;
}

HttpServer::HttpServer(Platform& platform, Faults& faults, HttpServerSettings settings)
    : impl_(std::make_unique<Impl>(platform, faults, std::move(settings))) {}
HttpServer::~HttpServer() = default;

base::Result<int> HttpServer::bind() {
  return impl_->open_port();
}
void HttpServer::serve() {
  impl_->listen_after_bind();
}
void HttpServer::stop() {
  {
    const std::lock_guard hold(impl_->stop_lock);
    impl_->stopping = true;
  }
  impl_->stopped.notify_all();
  impl_->stop();
}

} // namespace cerec::sim
