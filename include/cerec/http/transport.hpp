#pragma once
#include "cerec/base/result.hpp"
#include "cerec/base/secret.hpp"
#include "cerec/base/time.hpp"
#include "cerec/io/loop.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cerec::http {

enum class Method { get, post, put, patch, del };
[[nodiscard]] std::string_view text_of(Method method);

/// A request as a value. The body and the headers that authorize are secrets and appear in no log.
struct Request {
  Method method = Method::get;
  std::string url; ///< absolute; query values percent-encoded
  std::vector<std::pair<std::string, std::string>> headers;
  base::Secret authorization; ///< value of the Authorization header; not sent across a redirect
  std::vector<std::pair<std::string, base::Secret>> secret_headers; ///< others that nobody may see
  std::optional<base::Secret> body;
  base::Duration timeout{120'000}; ///< for the whole request
  /// For the dispatcher: not handed to the transport after this time; the call then ends as `cancelled`,
  /// unsent.
  std::optional<base::TimePoint> send_by;
};

struct Response {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers; ///< names in lower case
  base::Secret body;                                        ///< may hold tokens and configuration
  [[nodiscard]] std::optional<std::string_view> header(std::string_view lower_case_name) const;
};

/// Why there is no response.
struct TransportError {
  enum class Kind {
    resolve,
    connect, ///< no connection, TLS handshake included
    tls,     ///< the certificate (or our CA file) is not acceptable
    timeout,
    reset,
    truncated, ///< the answer broke off, or is no HTTP
    too_large,
    second_send, ///< libcurl was about to send the request again; it was stopped
    cancelled,
    throttled, ///< made by the dispatcher: the service asked for a wait that is longer than the deadline
    other,
  } kind = Kind::other;
  /// False only if it is certain that no byte of the request left: then the service cannot have acted.
  bool maybe_sent = true;
  std::string message; ///< without URL credentials or secrets
};

using RequestId = uint64_t;
struct Completion {
  RequestId id = 0;
  base::Result<Response, TransportError> result;
};

/// The network port, a source of the loop. One thread; nothing happens except inside pump().
class Transport : public io::Source {
public:
  /// Hands a request over; the answer comes from take(). Never fails by itself. Never sends a request twice.
  [[nodiscard]] virtual RequestId submit(Request request) = 0;
  /// The next completion that has come in.
  [[nodiscard]] virtual std::optional<Completion> take() = 0;
  /// Drops a request: its completion will be `cancelled` (maybe_sent as known).
  virtual void cancel(RequestId id) = 0;
};

} // namespace cerec::http
