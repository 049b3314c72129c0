#pragma once
#include "cerec/sim/fault.hpp"

#include <atomic>
#include <functional>
#include <httplib.h>
#include <string>

namespace cerec::sim {

/// One TCP connection of the HTTP front. Answers are held back until the request is done, so that its ending
/// decides what the client gets to see.
class Connection : public httplib::Stream {
public:
  Connection(int socket, const std::atomic<bool>& stopping);
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// True when the next request has begun; false when the client is gone, silent for too long, or the server
  /// stops.
  [[nodiscard]] bool wait_for_request();
  /// Carries out the ending of the request just handled; false if the connection is over.
  [[nodiscard]] bool finish();

  // What the handler of a request leaves for finish().
  Effect::Ending ending = Effect::Ending::answer;
  std::function<void()> afterwards; ///< runs when the client has its ending: a late commit

  // httplib::Stream
  using httplib::Stream::write;
  bool is_readable() const override;
  bool is_writable() const override { return true; }
  ssize_t read(char* ptr, size_t size) override;
  ssize_t write(const char* ptr, size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  socket_t socket() const override { return socket_; }

private:
  [[nodiscard]] bool poll_in(int milliseconds) const;
  bool send_all(std::string_view bytes);
  void close_now(bool reset);
  void hang();

  int socket_;
  const std::atomic<bool>& stopping_;
  std::string in_;
  size_t in_position_ = 0;
  std::string out_;
};

} // namespace cerec::sim
