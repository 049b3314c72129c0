#include "support/fake_network.hpp"

#include <algorithm>

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

http::RequestId FakeTransport::submit(http::Request request) {
  const http::RequestId id = ++last_id_;
  Reply reply = answer_(request, sent.size());
  sent.push_back({std::string(http::text_of(request.method)) + " " + target_of(request.url), clock_.elapsed});
  under_way_.emplace(std::make_pair(clock_.now() + reply.latency, id), std::move(reply.result));
  most_in_flight = std::max(most_in_flight, under_way_.size());
  return id;
}

std::optional<http::Completion> FakeTransport::next(base::TimePoint until) {
  if (under_way_.empty() || under_way_.begin()->first.first > until) {
    clock_.elapsed = std::max(clock_.elapsed, until.time_since_epoch());
    return std::nullopt;
  }
  auto first = under_way_.extract(under_way_.begin());
  clock_.elapsed = std::max(clock_.elapsed, first.key().first.time_since_epoch());
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
