#include "support/fake_network.hpp"

#include <algorithm>
#include <stdexcept>

namespace cerec::support {

Reply respond(int status, std::string body, std::vector<std::pair<std::string, std::string>> headers) {
  http::Response response;
  response.status = status;
  response.headers = std::move(headers);
  response.body = base::Secret(std::move(body));
  return Reply{std::move(response), base::Duration(10)};
}

Reply break_off(http::TransportError::Kind kind, bool maybe_sent) {
  return Reply{tl::unexpected<http::TransportError>(http::TransportError{kind, maybe_sent, "scripted"}),
               base::Duration(10)};
}

std::string target_of(const std::string& url) {
  const size_t scheme = url.find("://");
  const size_t path = url.find('/', scheme == std::string::npos ? 0 : scheme + 3);
  return path == std::string::npos ? "/" : url.substr(path);
}

bool FakeLoop::wait(base::TimePoint until, const Ready& ready) {
  while (true) {
    pump();
    if (ready())
      return true;
    if (signalled() || clock_.now() >= until)
      return false;
    const base::TimePoint wake = std::min(until, due());
    if (wake == base::TimePoint::max())
      throw std::logic_error("waits for ever: nothing is due");
    clock_.elapsed = std::max(clock_.elapsed, wake.time_since_epoch());
  }
}

http::RequestId FakeTransport::submit(http::Request request) {
  const http::RequestId id = ++last_id_;
  Reply reply = answer_(request, sent.size());
  sent.push_back({std::string(http::text_of(request.method)) + " " + target_of(request.url), clock_.elapsed});
  under_way_.emplace(std::make_pair(clock_.now() + reply.latency, id), std::move(reply.result));
  most_in_flight = std::max(most_in_flight, under_way_.size());
  return id;
}

base::TimePoint FakeTransport::due() {
  return under_way_.empty() ? base::TimePoint::max() : under_way_.begin()->first.first;
}

std::optional<http::Completion> FakeTransport::take() {
  if (due() > clock_.now())
    return std::nullopt;
  auto first = under_way_.extract(under_way_.begin());
  if (signal_at_completion != nullptr)
    signal_at_completion->received = 1;
  return http::Completion{first.key().second, std::move(first.mapped())};
}

void FakeTransport::cancel(http::RequestId id) {
  for (auto each = under_way_.begin(); each != under_way_.end(); ++each) {
    if (each->first.second != id)
      continue;
    under_way_.erase(each);
    under_way_.emplace(std::make_pair(clock_.now(), id),
                       tl::unexpected<http::TransportError>(
                           http::TransportError{http::TransportError::Kind::cancelled, true, "cancelled"}));
    return;
  }
}

} // namespace cerec::support
