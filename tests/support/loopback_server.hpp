#pragma once
#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace cerec::support {

/// A TCP server on 127.0.0.1 with a port of its own choice. Each connection is served by a script in a
/// thread. Reads end after 5 seconds, so that a test never hangs.
class LoopbackServer {
public:
  /// One accepted connection, as bytes.
  class Connection {
  public:
    Connection(LoopbackServer& server, int socket, int number)
        : server_(server), socket_(socket), number_(number) {}
    [[nodiscard]] int number() const { return number_; } ///< 0 for the first one accepted
    [[nodiscard]] int socket() const { return socket_; } ///< for scripts that poll; closed after the script
    /// Reads one HTTP/1.1 request (head and body by Content-Length) and records it; empty if the peer closed.
    std::string read_request();
    /// Reads what is there, up to some bytes; empty if the peer closed.
    std::string read_some();
    void write(std::string_view bytes) const;
    /// Drops the connection with a RST instead of a FIN.
    void reset() const;

  private:
    LoopbackServer& server_;
    int socket_;
    int number_;
    std::string buffer_; ///< read, and not yet asked for
  };
  using Script = std::function<void(Connection& connection)>;

  explicit LoopbackServer(Script script);
  ~LoopbackServer();
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::string url(const std::string& path = "/") const;
  /// Requests received so far, as they came over the wire.
  [[nodiscard]] std::vector<std::string> requests();
  [[nodiscard]] int connections() const { return accepted_; }

private:
  void accept_all();
  void record(std::string request);

  Script script_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<int> accepted_{0};
  std::atomic<bool> stop_{false};
  std::mutex mutex_;
  std::vector<std::string> requests_;
  std::vector<std::thread> workers_;
  std::thread acceptor_;
};

/// A loopback port where nobody listens.
[[nodiscard]] int closed_port();
/// A connected socket to a loopback port, or -1.
[[nodiscard]] int connect_to(int port);

/// A whole HTTP/1.1 response with a Content-Length.
[[nodiscard]] std::string http_response(int status, std::string_view body,
                                        std::string_view more_headers = {});

} // namespace cerec::support
