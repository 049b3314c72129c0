#include "http/curl_transfer.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::http {
namespace {

constexpr size_t k_max_header_bytes = 256U << 10U; ///< of one response
constexpr long k_idle_seconds = 50; ///< no reuse after this: load balancers drop idle connections after 60 s

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
  for (const auto& [name, value] : transfer.request.secret_headers)
    transfer.headers.add(fmt::format("{}: {}", name, value.reveal()));
  transfer.headers.add("Expect:"); // no 100-continue: a refusal of it would be a second send
  if (!has_content_type)
    transfer.headers.add("Content-Type:");
}

} // namespace

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

} // namespace cerec::http
