#pragma once
#include "cerec/http/transport.hpp"
#include "cerec/io/ports.hpp"

#include <memory>

namespace cerec::http {

struct CurlSettings {
  base::Duration connect_timeout{10'000};
  uint64_t max_response_bytes = 256ULL << 20;
  std::string ca_file; ///< PEM bundle instead of the system's; empty: the system's
  std::string proxy;   ///< empty: HTTPS_PROXY and so on, as libcurl reads them
  std::string user_agent = "cerec";
  int max_connections = 10;
};

/// The real network: one libcurl multi handle that says to the loop what it waits for, HTTP/2 where offered,
/// TLS verified, no credentials across a redirect (redirects are not followed), and never a second send of
/// one request: libcurl repeats a request, a POST too, when a reused connection dies; the second send is
/// aborted and reported as TransportError::second_send with maybe_sent.
[[nodiscard]] std::unique_ptr<Transport> make_curl_transport(const CurlSettings& settings, io::Clock& clock);
/// Versions of libcurl and of what it uses, for `cerec version`.
[[nodiscard]] std::string curl_version_text();

} // namespace cerec::http
