#include "cerec/http/client.hpp"

#include <deque>
#include <map>

namespace cerec::http {
namespace {

std::string without_trailing_slashes(std::string url) {
  while (url.ends_with('/'))
    url.pop_back();
  return url;
}

} // namespace

bool is_below(std::string_view url, std::string_view origin) {
  if (!url.starts_with(origin))
    return false;
  const std::string_view rest = url.substr(origin.size());
  return rest.empty() || rest.front() == '/' || rest.front() == '?';
}

/// The transport of one origin: adds the origin's headers, and lets nothing out that goes elsewhere.
class Client::Bound final : public Transport {
public:
  Bound(Origin origin, std::unique_ptr<Transport> inner)
      : origin_(std::move(origin)), inner_(std::move(inner)) {
    origin_.url = without_trailing_slashes(std::move(origin_.url));
  }
  [[nodiscard]] const Origin& origin() const { return origin_; }

  RequestId submit(Request request) override {
    const RequestId id = ++last_id_;
    if (is_below(request.url, origin_.url)) {
      request.secret_headers.insert(request.secret_headers.end(), origin_.headers.begin(),
                                    origin_.headers.end());
      under_way_.emplace(inner_->submit(std::move(request)), id);
    } else {
      refused_.push_back({id, tl::unexpected(TransportError{TransportError::Kind::other, false,
                                                            "the request goes to another service"})});
    }
    return id;
  }

  std::optional<Completion> take() override {
    if (!refused_.empty()) {
      Completion refused = std::move(refused_.front());
      refused_.pop_front();
      return refused;
    }
    auto completion = inner_->take();
    if (completion)
      completion->id = under_way_.extract(completion->id).mapped();
    return completion;
  }

  void cancel(RequestId id) override {
    for (const auto& [inner, outer] : under_way_)
      if (outer == id)
        return inner_->cancel(inner);
  }

  void pump() override { inner_->pump(); }
  base::TimePoint due() override { return refused_.empty() ? inner_->due() : base::TimePoint{}; }
  void watch(std::vector<io::Watch>& watches) override { inner_->watch(watches); }
  bool news() override { return !refused_.empty() || inner_->news(); }

private:
  Origin origin_;
  std::unique_ptr<Transport> inner_;
  RequestId last_id_ = 0;
  std::map<RequestId, RequestId> under_way_; ///< the inner transport's id -> ours
  std::deque<Completion> refused_;
};

Client::Client(Origin origin, std::unique_ptr<Transport> transport, io::Loop& loop, io::Clock& clock,
               io::Random& random, const base::KnownSecrets* known)
    : transport_(std::make_unique<Bound>(std::move(origin), std::move(transport))),
      dispatcher_(std::make_unique<Dispatcher>(*transport_, loop, clock, random, transport_->origin().limits,
                                               known)) {}
Client::~Client() = default;

Dispatcher& Client::dispatcher() {
  return *dispatcher_;
}

const std::string& Client::url() const {
  return transport_->origin().url;
}

} // namespace cerec::http
