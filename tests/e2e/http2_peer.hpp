#pragma once
#include "support/loopback_server.hpp"

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <sys/types.h>

namespace cerec::e2e {

/// An HTTP/2 server over TLS (nghttpd, with a certificate made on the spot) behind a relay that can cut a
/// connection once the server has received a request, so that the answer is lost.
class Http2Peer {
public:
  /// nullptr if nghttpd or openssl are not installed.
  [[nodiscard]] static std::unique_ptr<Http2Peer> start();
  ~Http2Peer();
  Http2Peer(const Http2Peer&) = delete;
  Http2Peer& operator=(const Http2Peer&) = delete;

  [[nodiscard]] std::string url() const;     ///< of the relay
  [[nodiscard]] std::string ca_file() const; ///< to verify it with
  /// The connection that brings the next POST is cut before any answer comes back.
  void lose_next_answer() { lose_after_ = deliveries(); }
  [[nodiscard]] int deliveries() const; ///< POST requests that the server has received
  [[nodiscard]] int connections() const { return relay_->connections(); }

private:
  Http2Peer() = default;
  [[nodiscard]] bool make_certificate() const;
  [[nodiscard]] bool start_server();
  void relay(support::LoopbackServer::Connection& client);
  /// True if this connection is to be cut now.
  [[nodiscard]] bool answer_is_lost();

  std::filesystem::path folder_;
  pid_t server_ = 0;
  int server_port_ = 0;
  std::atomic<int> lose_after_{-1}; ///< -1: lose none; else the deliveries seen when it was asked for
  std::unique_ptr<support::LoopbackServer> relay_;
};

} // namespace cerec::e2e
