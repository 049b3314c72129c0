#pragma once
#include "cerec/sim/fault.hpp"
#include "cerec/sim/memory_transport.hpp"

#include <functional>
#include <memory>
#include <string>

namespace cerec::sim {

struct HttpServerSettings {
  std::string host = "127.0.0.1";
  int port = 0;                ///< 0: any free one
  Latency latency{{}, {}, {}}; ///< `wire` is the real network's business and not used
  size_t threads = 192;        ///< connections served at once
  /// Called after each request with one line: method, path, status, fault. No secret is in it.
  std::function<void(const std::string& line)> log;
};

/// The platform behind HTTP/1.1: same answers as in memory, and faults that really reset, close, cut or stall
/// the connection. Platform and faults are used under one lock.
class HttpServer {
public:
  HttpServer(Platform& platform, Faults& faults, HttpServerSettings settings);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  /// Listens; the port, or a failure.
  [[nodiscard]] base::Result<int> bind();
  /// Serves until stop(); what has not been committed by then never is.
  void serve();
  void stop(); ///< from another thread

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

} // namespace cerec::sim
