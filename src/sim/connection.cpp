#include "sim/connection.hpp"

#include <array>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace cerec::sim {
namespace {

constexpr int k_idle_limit_ms = 60'000;
constexpr int k_read_limit_ms = 30'000;
constexpr int k_step_ms = 100; ///< how soon a stop is seen

} // namespace

Connection::Connection(int socket, const std::atomic<bool>& stopping) : socket_(socket), stopping_(stopping) {
  const int on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

Connection::~Connection() {
  close_now(false);
}

bool Connection::poll_in(int milliseconds) const {
  pollfd waiting{socket_, POLLIN, 0};
  for (int waited = 0; waited < milliseconds && !stopping_; waited += k_step_ms)
    if (::poll(&waiting, 1, std::min(k_step_ms, milliseconds - waited)) != 0)
      return true;
  return false;
}

bool Connection::wait_for_request() {
  if (in_position_ < in_.size())
    return true;
  if (!poll_in(k_idle_limit_ms))
    return false;
  char byte = 0;
  return ::recv(socket_, &byte, 1, MSG_PEEK) == 1;
}

bool Connection::is_readable() const {
  return in_position_ < in_.size() || poll_in(k_read_limit_ms);
}

ssize_t Connection::read(char* ptr, size_t size) {
  if (in_position_ == in_.size()) {
    if (!poll_in(k_read_limit_ms))
      return -1;
    std::array<char, 16'384> chunk{};
    const ssize_t got = ::recv(socket_, chunk.data(), chunk.size(), 0);
    if (got <= 0)
      return got;
    in_.assign(chunk.data(), static_cast<size_t>(got));
    in_position_ = 0;
  }
  const size_t count = std::min(size, in_.size() - in_position_);
  in_.copy(ptr, count, in_position_);
  in_position_ += count;
  return static_cast<ssize_t>(count);
}

ssize_t Connection::write(const char* ptr, size_t size) {
  out_.append(ptr, size);
  return static_cast<ssize_t>(size);
}

bool Connection::send_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0)
      return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

/// With `reset` the peer gets an RST instead of an orderly end.
void Connection::close_now(bool reset) {
  if (socket_ < 0)
    return;
  if (reset) {
    const linger at_once{1, 0};
    setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  } else {
    ::shutdown(socket_, SHUT_RDWR);
  }
  ::close(socket_);
  socket_ = -1;
}

/// Silence until the client gives up.
void Connection::hang() {
  char byte = 0;
  while (!stopping_ && (!poll_in(k_idle_limit_ms) || ::recv(socket_, &byte, 1, 0) > 0)) {
  }
}

bool Connection::finish() {
  std::string answer = std::move(out_);
  out_.clear();
  const auto how = std::exchange(ending, Effect::Ending::answer);
  switch (how) {
  case Effect::Ending::answer:
    if (!send_all(answer))
      close_now(false);
    break;
  case Effect::Ending::truncate: {
    const size_t head = std::min(answer.find("\r\n\r\n"), answer.size() - 4) + 4;
    (void)send_all(std::string_view(answer).substr(0, head + (answer.size() - head) / 2));
    close_now(false);
    break;
  }
  case Effect::Ending::close_after:
    close_now(false);
    break;
  case Effect::Ending::hang:
    hang();
    close_now(false);
    break;
  case Effect::Ending::refuse:
  case Effect::Ending::reset_before:
  case Effect::Ending::reset_after:
    close_now(true);
    break;
  }
  if (const auto late = std::exchange(afterwards, nullptr))
    late();
  return socket_ >= 0;
}

void Connection::get_remote_ip_and_port(std::string& ip, int& port) const {
  ip = "127.0.0.1"; // nobody asks; httplib wants to know
  port = 0;
}
void Connection::get_local_ip_and_port(std::string& ip, int& port) const {
  get_remote_ip_and_port(ip, port);
}

} // namespace cerec::sim
