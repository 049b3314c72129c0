#include "cerec/http/curl_transport.hpp"

#include "http/curl_transfer.hpp"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <map>

namespace cerec::http {
namespace {

std::string environment_text(const char* name) {
  const char* const value = std::getenv(name); // NOLINT(concurrency-mt-unsafe)
  return value == nullptr ? std::string() : std::string(value);
}

class CurlTransport final : public Transport {
public:
  CurlTransport(const CurlSettings& settings, io::Clock& clock) : settings_(settings), clock_(clock) {
    static const CURLcode k_initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
    (void)k_initialised;
    ca_file_ = settings.ca_file.empty() ? environment_text("SSL_CERT_FILE") : settings.ca_file;
    multi_ = curl_multi_init();
    const long connections = std::max(settings.max_connections, 1);
    curl_multi_setopt(multi_, CURLMOPT_MAX_TOTAL_CONNECTIONS, connections);
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, connections);
    curl_multi_setopt(multi_, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &on_socket);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
  }
  CurlTransport(const CurlTransport&) = delete;
  CurlTransport& operator=(const CurlTransport&) = delete;
  ~CurlTransport() override {
    for (const auto& [id, transfer] : transfers_)
      curl_multi_remove_handle(multi_, transfer->easy.get());
    transfers_.clear();
    curl_multi_cleanup(multi_);
  }

  RequestId submit(Request request) override;
  std::optional<Completion> take() override;
  void pump() override;
  [[nodiscard]] base::TimePoint due() override;
  void watch(std::vector<io::Watch>& watches) override;
  void cancel(RequestId id) override;

private:
  static int on_socket(CURL* easy, curl_socket_t socket, int what, void* self, void* of_socket);
  void act(curl_socket_t socket);
  void finish(Transfer& transfer, CURLcode code);
  void complete(RequestId id, base::Result<Response, TransportError> result);
  void collect();

  CurlSettings settings_;
  io::Clock& clock_;
  std::string ca_file_;
  CURLM* multi_ = nullptr;
  std::map<curl_socket_t, int> sockets_; ///< CURL_POLL_*: what libcurl waits for
  RequestId last_id_ = 0;
  std::map<RequestId, std::unique_ptr<Transfer>> transfers_;
  std::vector<Easy> spare_; ///< handles to use again
  std::deque<Completion> done_;
};

RequestId CurlTransport::submit(Request request) {
  auto transfer = std::make_unique<Transfer>();
  transfer->id = ++last_id_;
  transfer->request = std::move(request);
  transfer->max_bytes = settings_.max_response_bytes;
  if (spare_.empty()) {
    transfer->easy.reset(curl_easy_init());
  } else {
    transfer->easy = std::move(spare_.back());
    spare_.pop_back();
  }
  Transfer& placed = *transfer;
  transfers_.emplace(placed.id, std::move(transfer));
  const CURLcode code = placed.easy ? prepare(placed, settings_, ca_file_) : CURLE_FAILED_INIT;
  const RequestId id = placed.id;
  if (code != CURLE_OK) {
    complete(id, tl::unexpected<TransportError>(error_of(placed, code)));
  } else if (curl_multi_add_handle(multi_, placed.easy.get()) != CURLM_OK) {
    complete(id, tl::unexpected<TransportError>(error_of(placed, CURLE_FAILED_INIT)));
  }
  return id;
}

int CurlTransport::on_socket(CURL* /*easy*/, curl_socket_t socket, int what, void* self,
                             void* /*of_socket*/) {
  auto& sockets = static_cast<CurlTransport*>(self)->sockets_;
  if (what == CURL_POLL_REMOVE)
    sockets.erase(socket);
  else
    sockets.insert_or_assign(socket, what);
  return 0;
}

/// Asked and not told (CURLMOPT_TIMERFUNCTION): libcurl does not tell again of a timer that fired too early.
base::TimePoint CurlTransport::due() {
  if (!done_.empty())
    return {};
  long milliseconds = -1;
  curl_multi_timeout(multi_, &milliseconds);
  if (milliseconds < 0)
    return base::TimePoint::max();
  return clock_.now() + base::Duration(milliseconds == 0 ? 0 : milliseconds + 1);
}

void CurlTransport::watch(std::vector<io::Watch>& watches) {
  for (const auto& [socket, what] : sockets_)
    watches.push_back({socket, (what & CURL_POLL_IN) != 0, (what & CURL_POLL_OUT) != 0});
}

/// libcurl looks by itself what the socket is ready for (0).
void CurlTransport::act(curl_socket_t socket) {
  int running = 0;
  curl_multi_socket_action(multi_, socket, 0, &running);
}

void CurlTransport::pump() {
  std::vector<curl_socket_t> known; // acting on one changes the map
  known.reserve(sockets_.size());
  for (const auto& [socket, what] : sockets_)
    known.push_back(socket);
  for (const curl_socket_t socket : known)
    if (sockets_.count(socket) != 0)
      act(socket);
  act(CURL_SOCKET_TIMEOUT); // timers that are over
  collect();
}

std::optional<Completion> CurlTransport::take() {
  if (done_.empty())
    return std::nullopt;
  Completion completion = std::move(done_.front());
  done_.pop_front();
  return completion;
}

void CurlTransport::collect() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE)
      continue;
    void* data = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &data);
    finish(*static_cast<Transfer*>(data), message->data.result);
  }
}

void CurlTransport::finish(Transfer& transfer, CURLcode code) {
  curl_multi_remove_handle(multi_, transfer.easy.get());
  if (code != CURLE_OK) {
    complete(transfer.id, tl::unexpected<TransportError>(error_of(transfer, code)));
    return;
  }
  long status = 0;
  curl_easy_getinfo(transfer.easy.get(), CURLINFO_RESPONSE_CODE, &status);
  transfer.response.status = static_cast<int>(status);
  transfer.response.body = base::Secret(std::move(transfer.body));
  complete(transfer.id, std::move(transfer.response));
}

/// The transfer is at its end and not with libcurl any more; its handle can be used again.
void CurlTransport::complete(RequestId id, base::Result<Response, TransportError> result) {
  const auto found = transfers_.find(id);
  if (found->second->easy) {
    curl_easy_reset(found->second->easy.get()); // drops the pointers into the transfer
    spare_.push_back(std::move(found->second->easy));
  }
  transfers_.erase(found);
  done_.push_back(Completion{id, std::move(result)});
}

void CurlTransport::cancel(RequestId id) {
  const auto found = transfers_.find(id);
  if (found == transfers_.end())
    return;
  const bool maybe_sent = found->second->sends > 0;
  curl_multi_remove_handle(multi_, found->second->easy.get());
  complete(id, tl::unexpected<TransportError>(
                   TransportError{TransportError::Kind::cancelled, maybe_sent, "cancelled"}));
}

} // namespace

std::unique_ptr<Transport> make_curl_transport(const CurlSettings& settings, io::Clock& clock) {
  return std::make_unique<CurlTransport>(settings, clock);
}

std::string curl_version_text() {
  return curl_version();
}

} // namespace cerec::http
