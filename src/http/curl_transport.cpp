#include "cerec/http/curl_transport.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <curl/curl.h>
#include <deque>
#include <fmt/format.h>
#include <map>

/// The one file that knows libcurl.
namespace cerec::http {
namespace {

constexpr base::Duration k_slice{100};             ///< longest wait without a look at the signals
constexpr size_t k_max_header_bytes = 256U << 10U; ///< of one response
constexpr long k_idle_seconds = 50; ///< no reuse after this: load balancers drop idle connections after 60 s

struct EasyDeleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Easy = std::unique_ptr<CURL, EasyDeleter>;

/// A header list for libcurl; wiped when destroyed, since one of the headers authorizes.
class HeaderList {
public:
  HeaderList() = default;
  HeaderList(const HeaderList&) = delete;
  HeaderList& operator=(const HeaderList&) = delete;
  ~HeaderList() {
    for (curl_slist* each = list_; each != nullptr; each = each->next) {
      for (volatile char* byte = each->data; *byte != 0; ++byte)
        *byte = '\0'; // volatile: not to be dropped
    }
    curl_slist_free_all(list_);
  }
  void add(const std::string& line) { list_ = curl_slist_append(list_, line.c_str()); }
  [[nodiscard]] curl_slist* get() const { return list_; }

private:
  curl_slist* list_ = nullptr;
};

/// One request on its way. libcurl keeps pointers into it, so it stays where it is until it is done.
struct Transfer {
  RequestId id = 0;
  Request request;
  HeaderList headers;
  Easy easy;
  uint64_t max_bytes = 0;
  int sends = 0; ///< times that libcurl was about to send; more than 1: the second was stopped
  bool too_large = false;
  Response response;
  std::string body;
  size_t header_bytes = 0;
  std::array<char, CURL_ERROR_SIZE> error_text{};
};

/// Called when a connection (TLS included) stands and the request is about to be written, also for every
/// repeat by libcurl itself. So a count of 0 proves that no byte left, and the second send can be stopped
/// here, at no cost. (CURLOPT_FRESH_CONNECT would prevent the repeat too, for a handshake per request.)
int on_about_to_send(void* data, char* /*remote_ip*/, char* /*local_ip*/, int /*remote_port*/,
                     int /*local_port*/) {
  auto& transfer = *static_cast<Transfer*>(data);
  return ++transfer.sends == 1 ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

size_t on_body(char* bytes, size_t size, size_t count, void* data) {
  auto& transfer = *static_cast<Transfer*>(data);
  const size_t length = size * count;
  if (transfer.body.size() + length > transfer.max_bytes) {
    transfer.too_large = true;
    return 0;
  }
  transfer.body.append(bytes, length);
  return length;
}

size_t on_header(char* bytes, size_t size, size_t count, void* data) {
  auto& transfer = *static_cast<Transfer*>(data);
  const size_t length = size * count;
  const std::string_view line = base::trim({bytes, length});
  if (line.starts_with("HTTP/"))
    transfer.response.headers.clear(); // what came before was an interim response
  transfer.header_bytes += length;
  if (transfer.header_bytes > k_max_header_bytes) {
    transfer.too_large = true;
    return 0;
  }
  const size_t colon = line.find(':');
  if (colon != std::string_view::npos && !line.starts_with("HTTP/")) {
    transfer.response.headers.emplace_back(base::lower(base::trim(line.substr(0, colon))),
                                           std::string(base::trim(line.substr(colon + 1))));
  }
  return length;
}

TransportError::Kind kind_of(CURLcode code) {
  using Kind = TransportError::Kind;
  switch (code) {
  case CURLE_COULDNT_RESOLVE_HOST:
  case CURLE_COULDNT_RESOLVE_PROXY:
    return Kind::resolve;
  case CURLE_COULDNT_CONNECT:
  case CURLE_PROXY:
  case CURLE_SSL_CONNECT_ERROR:
    return Kind::connect;
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CACERT_BADFILE:
  case CURLE_SSL_CERTPROBLEM:
  case CURLE_SSL_ISSUER_ERROR:
  case CURLE_SSL_CIPHER:
    return Kind::tls;
  case CURLE_OPERATION_TIMEDOUT:
    return Kind::timeout;
  case CURLE_SEND_ERROR:
  case CURLE_RECV_ERROR:
  case CURLE_GOT_NOTHING:
  case CURLE_HTTP2:
  case CURLE_HTTP2_STREAM:
    return Kind::reset;
  case CURLE_PARTIAL_FILE:
  case CURLE_WRITE_ERROR:
  case CURLE_BAD_CONTENT_ENCODING:
  case CURLE_WEIRD_SERVER_REPLY:
  case CURLE_UNSUPPORTED_PROTOCOL:
    return Kind::truncated;
  default:
    return Kind::other;
  }
}

std::string environment_text(const char* name) {
  const char* const value = std::getenv(name); // NOLINT(concurrency-mt-unsafe)
  return value == nullptr ? std::string() : std::string(value);
}

/// Sets options and keeps the first refusal.
class Options {
public:
  explicit Options(CURL* handle) : handle_(handle) {}
  template <class Value>
  void set(CURLoption option, Value value) {
    if (result_ == CURLE_OK)
      result_ = curl_easy_setopt(handle_, option, value);
  }
  [[nodiscard]] CURLcode result() const { return result_; }

private:
  CURL* handle_;
  CURLcode result_ = CURLE_OK;
};

void set_method(Options& options, const Request& request) {
  const auto set_body = [&] {
    const std::string_view body = request.body ? request.body->reveal() : std::string_view();
    options.set(CURLOPT_POST, 1L);
    options.set(CURLOPT_POSTFIELDS, body.data() == nullptr ? "" : body.data());
    options.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  };
  if (request.method == Method::get) {
    options.set(CURLOPT_HTTPGET, 1L);
    return;
  }
  if (request.method != Method::del || request.body)
    set_body();
  if (request.method != Method::post)
    options.set(CURLOPT_CUSTOMREQUEST, text_of(request.method).data());
}

void fill_headers(Transfer& transfer) {
  bool has_content_type = false;
  for (const auto& [name, value] : transfer.request.headers) {
    has_content_type = has_content_type || base::lower(name) == "content-type";
    transfer.headers.add(fmt::format("{}: {}", name, value));
  }
  if (!transfer.request.authorization.empty())
    transfer.headers.add(fmt::format("Authorization: {}", transfer.request.authorization.reveal()));
  transfer.headers.add("Expect:"); // no 100-continue: a refusal of it would be a second send
  if (!has_content_type)
    transfer.headers.add("Content-Type:");
}

CURLcode prepare(Transfer& transfer, const CurlSettings& settings, const std::string& ca_file) {
  CURL* const handle = transfer.easy.get();
  Options options(handle);
  fill_headers(transfer);
  options.set(CURLOPT_URL, transfer.request.url.c_str());
  options.set(CURLOPT_PROTOCOLS_STR, "http,https");
  options.set(CURLOPT_HTTPHEADER, transfer.headers.get());
  options.set(CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE)); // none of ours to a proxy
  options.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  set_method(options, transfer.request);
  options.set(CURLOPT_FOLLOWLOCATION, 0L);
  // HTTP/2 by ALPN. No PIPEWAIT: the first request of a run is alone anyway, and then the kind of server is
  // known.
  options.set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  options.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  options.set(CURLOPT_ACCEPT_ENCODING, "gzip");
  options.set(CURLOPT_USERAGENT, settings.user_agent.c_str());
  if (!ca_file.empty())
    options.set(CURLOPT_CAINFO, ca_file.c_str());
  if (!settings.proxy.empty())
    options.set(CURLOPT_PROXY, settings.proxy.c_str());
  options.set(CURLOPT_NOSIGNAL, 1L);
  options.set(CURLOPT_TCP_KEEPALIVE, 1L);
  options.set(CURLOPT_MAXAGE_CONN, k_idle_seconds);
  options.set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.connect_timeout.count()));
  options.set(CURLOPT_TIMEOUT_MS, static_cast<long>(std::max<int64_t>(transfer.request.timeout.count(), 1)));
  options.set(CURLOPT_ERRORBUFFER, transfer.error_text.data());
  options.set(CURLOPT_WRITEFUNCTION, &on_body);
  options.set(CURLOPT_WRITEDATA, &transfer);
  options.set(CURLOPT_HEADERFUNCTION, &on_header);
  options.set(CURLOPT_HEADERDATA, &transfer);
  options.set(CURLOPT_PREREQFUNCTION, &on_about_to_send);
  options.set(CURLOPT_PREREQDATA, &transfer);
  options.set(CURLOPT_PRIVATE, &transfer);
  return options.result();
}

TransportError error_of(const Transfer& transfer, CURLcode code) {
  TransportError error;
  error.kind = kind_of(code);
  error.maybe_sent = transfer.sends > 0;
  error.message =
      base::visible(transfer.error_text[0] != '\0' ? transfer.error_text.data() : curl_easy_strerror(code));
  if (transfer.sends > 1) {
    error.kind = TransportError::Kind::second_send;
    error.message = "the connection died before an answer came";
  } else if (transfer.too_large) {
    error.kind = TransportError::Kind::too_large;
    error.message = fmt::format("the answer is larger than {} bytes", transfer.max_bytes);
  }
  return error;
}

class CurlTransport final : public Transport {
public:
  CurlTransport(const CurlSettings& settings, io::Clock& clock, io::Signals& signals)
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
  io::Clock& clock_;
  io::Signals& signals_;
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

std::unique_ptr<Transport> make_curl_transport(const CurlSettings& settings, io::Clock& clock,
                                               io::Signals& signals) {
  return std::make_unique<CurlTransport>(settings, clock, signals);
}

std::string curl_version_text() {
  return curl_version();
}

} // namespace cerec::http
