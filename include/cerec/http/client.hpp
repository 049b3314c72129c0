#pragma once
#include "cerec/http/dispatcher.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace cerec::http {

/// A service that is spoken to: where it is, what goes with each request, and how fast.
struct Origin {
  std::string url; ///< scheme, host, port, and a path that all its requests begin with
  /// Sent with each request to it, and with none to anybody else.
  std::vector<std::pair<std::string, base::Secret>> headers{};
  DispatchLimits limits{};
};

/// True if a request to `url` goes to the origin, below its path.
[[nodiscard]] bool is_below(std::string_view url, std::string_view origin);

/// The client of one origin: a transport of its own (TLS, proxy and time limits are the transport's), a
/// window and a rate of its own, and headers that stay with it. Any number of clients share a loop.
class Client {
public:
  /// `known`: see Dispatcher.
  Client(Origin origin, std::unique_ptr<Transport> transport, io::Loop& loop, io::Clock& clock,
         io::Random& random, const base::KnownSecrets* known = nullptr);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// For Calls. A request that does not go to the origin ends as `other`, unsent.
  [[nodiscard]] Dispatcher& dispatcher();
  [[nodiscard]] const std::string& url() const;

private:
  class Bound;
  std::unique_ptr<Bound> transport_;
  std::unique_ptr<Dispatcher> dispatcher_;
};

} // namespace cerec::http
