#include "cerec/http/curl_transport.hpp"

#include "http/curl_transfer.hpp"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <map>

namespace cerec::http {
namespace {

constexpr base::Duration k_slice{100}; ///< longest wait without a look at the signals

std::string environment_text(const char* name) {
  const char* const value = std::getenv(name); // NOLINT(concurrency-mt-unsafe)
  return value == nullptr ? std::string() : std::string(value);
}

class CurlTransport final : public Transport {
public:
  CurlTransport(const CurlSettings& settings, base::Clock& clock, base::Signals& signals)
      : settings_(settings), clock_(clock), signals_(signals), signals_seen_(signals.count()) {
    static const CURLcode k_initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
    (void)k_initialised;
    ca_file_ = settings.ca_file.empty() ? environment_text("SSL_CERT_FILE") : settings.ca_file;
    multi_ = curl_multi_init();
    const long connections = std::max(settings.max_connections, 1);
    curl_multi_setopt(multi_, CURLMOPT_MAX_TOTAL_CONNECTIONS, connections);
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, connections);
    curl_multi_setopt(multi_, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
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
  std::optional<Completion> next(base::TimePoint until) override;
  void cancel(RequestId id) override;

private:
  void finish(Transfer& transfer, CURLcode code);
  void complete(RequestId id, base::Result<Response, TransportError> result);
  void collect();

  CurlSettings settings_;
  base::Clock& clock_;
  base::Signals& signals_;
  int signals_seen_;
  std::string ca_file_;
  CURLM* multi_ = nullptr;
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

std::optional<Completion> CurlTransport::next(base::TimePoint until) {
  while (true) {
    int running = 0;
    curl_multi_perform(multi_, &running);
    collect();
    if (!done_.empty()) {
      Completion completion = std::move(done_.front());
      done_.pop_front();
      return completion;
    }
    if (const int signals = signals_.count(); signals != signals_seen_) {
      signals_seen_ = signals;
      return std::nullopt;
    }
    const base::TimePoint now = clock_.now();
    if (now >= until)
      return std::nullopt;
    const auto wait = std::min<base::Duration>(until - now, k_slice);
    curl_multi_poll(multi_, nullptr, 0, static_cast<int>(wait.count()), nullptr);
  }
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

std::unique_ptr<Transport> make_curl_transport(const CurlSettings& settings, base::Clock& clock,
                                               base::Signals& signals) {
  return std::make_unique<CurlTransport>(settings, clock, signals);
}

std::string curl_version_text() {
  return curl_version();
}

} // namespace cerec::http
