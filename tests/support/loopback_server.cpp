#include "support/loopback_server.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdlib>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace cerec::support {
namespace {

constexpr int k_read_limit_ms = 5000;

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<uint16_t>(port));
  return address;
}

int bound_socket() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(0);
  if (socket < 0 || ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("cannot bind a loopback port");
  return socket;
}

int port_of(int socket) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    throw std::runtime_error("cannot read the port");
  return ntohs(address.sin_port);
}

size_t content_length(std::string head) {
  std::transform(head.begin(), head.end(), head.begin(),
                 [](unsigned char c) { return static_cast<char>(tolower(c)); });
  const size_t at = head.find("\r\ncontent-length:");
  return at == std::string::npos ? 0 : std::strtoul(head.c_str() + at + 17, nullptr, 10);
}

} // namespace

std::string LoopbackServer::Connection::read_some() {
  if (!buffer_.empty())
    return std::exchange(buffer_, {});
  pollfd wait{socket_, POLLIN, 0};
  if (::poll(&wait, 1, k_read_limit_ms) <= 0)
    return {};
  std::array<char, 16384> bytes{};
  const ssize_t count = ::read(socket_, bytes.data(), bytes.size());
  return count > 0 ? std::string(bytes.data(), static_cast<size_t>(count)) : std::string();
}

std::string LoopbackServer::Connection::read_request() {
  std::string all;
  while (true) {
    const size_t head_end = all.find("\r\n\r\n");
    if (head_end != std::string::npos) {
      const size_t size = head_end + 4 + content_length(all.substr(0, head_end + 2));
      if (all.size() >= size) {
        buffer_ = all.substr(size);
        all.resize(size);
        server_.record(all);
        return all;
      }
    }
    const std::string more = read_some();
    if (more.empty())
      return {};
    all += more;
  }
}

void LoopbackServer::Connection::write(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0)
      return;
    bytes.remove_prefix(static_cast<size_t>(count));
  }
}

void LoopbackServer::Connection::reset() const {
  const linger drop{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &drop, sizeof drop);
}

LoopbackServer::LoopbackServer(Script script) : script_(std::move(script)), listener_(bound_socket()) {
  port_ = port_of(listener_);
  if (::listen(listener_, 64) != 0)
    throw std::runtime_error("cannot listen");
  acceptor_ = std::thread([this] { accept_all(); });
}

LoopbackServer::~LoopbackServer() {
  stop_ = true;
  acceptor_.join();
  for (std::thread& worker : workers_)
    worker.join();
  ::close(listener_);
}

void LoopbackServer::accept_all() {
  while (!stop_) {
    pollfd wait{listener_, POLLIN, 0};
    if (::poll(&wait, 1, 20) <= 0)
      continue;
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0)
      continue;
    const int number = accepted_++;
    workers_.emplace_back([this, socket, number] {
      Connection connection(*this, socket, number);
      script_(connection);
      ::close(socket);
    });
  }
}

void LoopbackServer::record(std::string request) {
  const std::lock_guard lock(mutex_);
  requests_.push_back(std::move(request));
}

std::vector<std::string> LoopbackServer::requests() {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::string LoopbackServer::url(const std::string& path) const {
  return fmt::format("http://127.0.0.1:{}{}", port_, path);
}

int closed_port() {
  const int socket = bound_socket();
  const int port = port_of(socket);
  ::close(socket);
  return port;
}

int connect_to(int port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
    return socket;
  ::close(socket);
  return -1;
}

std::string http_response(int status, std::string_view body, std::string_view more_headers) {
  return fmt::format("HTTP/1.1 {} Text\r\nContent-Length: {}\r\n{}\r\n{}", status, body.size(), more_headers,
                     body);
}

} // namespace cerec::support
