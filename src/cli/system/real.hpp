#pragma once
#include "cerec/io/ports.hpp"
#include "cerec/io/processes.hpp"

#include <memory>

/// The real world behind the ports. Only main makes these.
namespace cerec::cli {

[[nodiscard]] std::unique_ptr<io::Clock> make_real_clock();
[[nodiscard]] std::unique_ptr<io::Random> make_real_random();
[[nodiscard]] std::unique_ptr<io::Environment> make_real_environment();
[[nodiscard]] std::unique_ptr<io::Files> make_real_files(io::Loop& loop);
[[nodiscard]] std::unique_ptr<io::Terminal> make_real_terminal(io::Loop& loop);
/// Handlers for SIGINT, SIGTERM and SIGHUP (unless it is ignored already) that only count; SIGPIPE is
/// ignored, so that a closed pipe is a failed write. As a source of the loop they end its wait at once.
class SignalSource : public io::Signals, public io::Source {};
[[nodiscard]] std::unique_ptr<SignalSource> make_real_signals();
[[nodiscard]] std::unique_ptr<io::Processes> make_real_processes(io::Loop& loop, io::Clock& clock);

/// No core dump of this process, and no other process of this user that reads its memory or its environment:
/// the account's secrets are in both.
void keep_memory_private();

/// "what: reason", with the system's words for `error_number`.
[[nodiscard]] std::string system_error(const std::string& what, int error_number);

/// A file descriptor that closes itself.
class Descriptor {
public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    reset(other.release());
    return *this;
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { reset(); }
  [[nodiscard]] int get() const { return number_; }
  [[nodiscard]] bool open() const { return number_ >= 0; }
  int release() {
    const int number = number_;
    number_ = -1;
    return number;
  }
  void reset(int number = -1);

private:
  int number_ = -1;
};

} // namespace cerec::cli
