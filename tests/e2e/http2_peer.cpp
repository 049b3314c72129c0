#include "e2e/http2_peer.hpp"

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <poll.h>
#include <sstream>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace cerec::e2e {
namespace {

/// Starts a program with stdout and stderr in a file; 127 if it is not installed.
pid_t spawn(std::vector<std::string> argv, const std::filesystem::path& log) {
  std::vector<char*> pointers;
  for (std::string& each : argv)
    pointers.push_back(each.data());
  pointers.push_back(nullptr);
  const pid_t pid = ::fork();
  if (pid != 0)
    return pid;
  const int file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  ::dup2(file, STDOUT_FILENO);
  ::dup2(file, STDERR_FILENO);
  ::setenv("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", 1); // nghttpd is in sbin
  ::execvp(pointers[0], pointers.data());
  ::_exit(127);
}

int wait_for(pid_t pid) {
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

constexpr std::chrono::milliseconds k_step{5};

/// Passes what is there from one socket on to the other; false when the sender closed.
bool pass_on(int from, int to) {
  std::array<char, 16384> bytes{};
  const ssize_t count = ::read(from, bytes.data(), bytes.size());
  if (count <= 0)
    return false;
  return ::send(to, bytes.data(), static_cast<size_t>(count), MSG_NOSIGNAL) == count;
}

} // namespace

std::unique_ptr<Http2Peer> Http2Peer::start() {
  std::unique_ptr<Http2Peer> peer(new Http2Peer);
  std::string name = (std::filesystem::temp_directory_path() / "cerec-http2-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr)
    return nullptr;
  peer->folder_ = name;
  if (!peer->make_certificate() || !peer->start_server())
    return nullptr;
  peer->relay_ = std::make_unique<support::LoopbackServer>(
      [raw = peer.get()](support::LoopbackServer::Connection& client) { raw->relay(client); });
  return peer;
}

Http2Peer::~Http2Peer() {
  if (server_ > 0) {
    ::kill(server_, SIGKILL); // first, so that relays end
    wait_for(server_);
  }
  relay_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

bool Http2Peer::make_certificate() const {
  return wait_for(spawn({"openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj",
                         "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout",
                         folder_ / "key.pem", "-out", folder_ / "cert.pem"},
                        folder_ / "openssl.log")) == 0;
}

bool Http2Peer::start_server() {
  server_port_ = support::closed_port();
  server_ = spawn({"nghttpd", "-v", "-a", "127.0.0.1", "-d", folder_, std::to_string(server_port_),
                   folder_ / "key.pem", folder_ / "cert.pem"},
                  folder_ / "server.log");
  for (int i = 0; i < 1000; ++i) {
    if (::waitpid(server_, nullptr, WNOHANG) == server_) {
      server_ = 0;
      return false;
    }
    if (const int socket = support::connect_to(server_port_); socket >= 0) {
      ::close(socket);
      return true;
    }
    std::this_thread::sleep_for(k_step);
  }
  return false;
}

std::string Http2Peer::url() const {
  return fmt::format("https://127.0.0.1:{}/instances", relay_->port());
}
std::string Http2Peer::ca_file() const {
  return folder_ / "cert.pem";
}

int Http2Peer::deliveries() const {
  const std::string log = text_of(folder_ / "server.log");
  int count = 0;
  for (size_t at = log.find(":method: POST"); at != std::string::npos; at = log.find(":method: POST", at + 1))
    ++count;
  return count;
}

bool Http2Peer::answer_is_lost() {
  const int seen = lose_after_;
  if (seen < 0 || deliveries() <= seen)
    return false;
  lose_after_ = -1;
  return true;
}

void Http2Peer::relay(support::LoopbackServer::Connection& client) {
  const int server = support::connect_to(server_port_);
  if (server < 0)
    return;
  bool open = true;
  while (open) {
    // While an answer is to be lost nothing goes back to the client, so that it sees a death before any
    // answer.
    const bool losing = lose_after_ >= 0;
    std::array<pollfd, 2> wait{pollfd{client.socket(), POLLIN, 0}, pollfd{losing ? -1 : server, POLLIN, 0}};
    ::poll(wait.data(), wait.size(), static_cast<int>(k_step.count()));
    if (wait[0].revents != 0)
      open = pass_on(client.socket(), server);
    if (open && wait[1].revents != 0 && lose_after_ < 0)
      open = pass_on(server, client.socket());
    if (losing && answer_is_lost())
      open = false;
  }
  ::close(server);
}

} // namespace cerec::e2e
