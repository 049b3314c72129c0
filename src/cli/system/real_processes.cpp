#include "cerec/base/text.hpp"
#include "cli/system/real.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cerec::cli {
namespace {

constexpr size_t k_most_err = 4096;
constexpr size_t k_most_out = 16 << 20;

struct Pipe {
  Descriptor read, write;
};

bool make_pipe(Pipe& pipe) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    return false;
  pipe.read = Descriptor(ends[0]);
  pipe.write = Descriptor(ends[1]);
  return true;
}

/// After fork, before exec: only calls that are safe in a signal handler. Reports errno through `failed`.
[[noreturn]] void become(char* const* argv, char* const* variables, const Pipe& in, const Pipe& out,
                         const Pipe& err, const Pipe& failed) {
  ::setpgid(0, 0); // its own group, so that what it starts ends with it
  ::signal(SIGPIPE, SIG_DFL);
  ::dup2(in.read.get(), STDIN_FILENO);
  ::dup2(out.write.get(), STDOUT_FILENO);
  ::dup2(err.write.get(), STDERR_FILENO);
  environ = const_cast<char**>(variables);
  ::execvp(argv[0], argv);
  const int error = errno;
  (void)!::write(failed.write.get(), &error, sizeof error);
  ::_exit(127);
}

/// The parent's side of a running child: feeds it, drains it, ends it.
class Child {
public:
  Child(pid_t pid, Pipe in, Pipe out, Pipe err, std::string_view input)
      : pid_(pid), in_(std::move(in.write)), out_(std::move(out.read)), err_(std::move(err.read)),
        input_(input) {
    for (const Descriptor* each : {&in_, &out_, &err_})
      ::fcntl(each->get(), F_SETFL, O_NONBLOCK);
    if (input_.empty())
      in_.reset();
  }

  /// False: the time was up or a signal asked the program to stop; the group has been killed.
  bool finish(std::chrono::steady_clock::time_point until, io::Signals& signals, int signals_before) {
    while (out_.open() || err_.open()) {
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
      if (left.count() <= 0 || signals.count() > signals_before) {
        kill_group();
        return false;
      }
      step(static_cast<int>(std::min<int64_t>(left.count(), 200)));
    }
    return reap(until, signals, signals_before);
  }

  [[nodiscard]] int status() const { return status_; }
  [[nodiscard]] std::string take_output() { return std::move(output_); }
  [[nodiscard]] const std::string& errors() const { return errors_; }

private:
  void step(int milliseconds) {
    std::array<pollfd, 3> wait{pollfd{in_.get(), POLLOUT, 0}, pollfd{out_.get(), POLLIN, 0},
                               pollfd{err_.get(), POLLIN, 0}};
    if (::poll(wait.data(), wait.size(), milliseconds) <= 0)
      return;
    if (wait[0].revents != 0)
      feed();
    if (wait[1].revents != 0)
      drain(out_, output_, k_most_out);
    if (wait[2].revents != 0)
      drain(err_, errors_, k_most_err);
  }

  void feed() {
    const ssize_t written = ::write(in_.get(), input_.data(), input_.size());
    if (written > 0)
      input_.remove_prefix(static_cast<size_t>(written));
    if (input_.empty() || (written < 0 && errno != EAGAIN && errno != EINTR))
      in_.reset();
  }

  static void drain(Descriptor& from, std::string& into, size_t most) {
    std::array<char, 1 << 14> buffer{};
    const ssize_t got = ::read(from.get(), buffer.data(), buffer.size());
    if (got > 0)
      into.append(buffer.data(), std::min(static_cast<size_t>(got), most - std::min(most, into.size())));
    else if (got == 0 || (errno != EAGAIN && errno != EINTR))
      from.reset();
    std::fill(buffer.begin(), buffer.end(), '\0'); // may have held a secret
  }

  /// The pipes are closed; the process itself may take a moment more.
  bool reap(std::chrono::steady_clock::time_point until, io::Signals& signals, int signals_before) {
    in_.reset();
    for (;;) {
      const pid_t got = ::waitpid(pid_, &status_, WNOHANG);
      if (got == pid_ || (got < 0 && errno != EINTR))
        return true;
      if (std::chrono::steady_clock::now() >= until || signals.count() > signals_before) {
        kill_group();
        return false;
      }
      ::poll(nullptr, 0, 5);
    }
  }

  void kill_group() {
    ::kill(-pid_, SIGKILL);
    ::kill(pid_, SIGKILL); // in case it had no time to become the head of its group
    while (::waitpid(pid_, &status_, 0) < 0 && errno == EINTR) {
    }
  }

  pid_t pid_;
  Descriptor in_, out_, err_;
  std::string_view input_;
  std::string output_, errors_;
  int status_ = 0;
};

class RealProcesses final : public io::Processes {
public:
  explicit RealProcesses(io::Signals& signals) : signals_(signals) {}

  base::Result<io::ProcessResult> run(const std::vector<std::string>& argv, const base::Secret& input,
                                      base::Duration limit) override {
    if (argv.empty())
      return base::fail("no program to run", base::FailureKind::usage);
    const std::string name = base::visible(argv[0]);
    Pipe in, out, err, failed;
    for (Pipe* pipe : {&in, &out, &err, &failed})
      if (!make_pipe(*pipe))
        return base::fail(system_error("pipe", errno));
    std::vector<char*> words;
    words.reserve(argv.size() + 1);
    for (const std::string& word : argv)
      words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    std::vector<char*> variables = children_get();
    const int signals_before = signals_.count();
    const pid_t pid = ::fork();
    if (pid < 0)
      return base::fail(system_error("fork", errno));
    if (pid == 0)
      become(words.data(), variables.data(), in, out, err, failed);
    ::setpgid(pid, pid);
    for (Descriptor* each : {&in.read, &out.write, &err.write, &failed.write})
      each->reset();
    if (const int error = exec_error(failed.read); error != 0) {
      int status = 0;
      ::waitpid(pid, &status, 0);
      return base::fail(system_error("cannot run " + name, error));
    }
    Child child(pid, std::move(in), std::move(out), std::move(err), input.reveal());
    if (!child.finish(std::chrono::steady_clock::now() + limit, signals_, signals_before))
      return signals_.count() > signals_before
                 ? base::fail(name + ": interrupted", base::FailureKind::interrupted)
                 : base::fail(name + ": no end within " + std::to_string(limit.count()) + " ms");
    io::ProcessResult result;
    const int status = child.status();
    result.exit_code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    result.out = base::Secret(child.take_output());
    result.err = child.errors();
    return result;
  }

  void hide(const std::vector<std::string>& variables, const std::vector<base::Secret>& values) override {
    variables_.insert(variables_.end(), variables.begin(), variables.end());
    for (const base::Secret& value : values)
      if (!value.empty())
        values_.push_back(value);
  }

private:
  /// The environment without what is cerec's own.
  [[nodiscard]] std::vector<char*> children_get() const {
    std::vector<char*> variables;
    for (char** each = environ; each != nullptr && *each != nullptr; ++each) {
      const std::string_view text = *each;
      const size_t equals = std::min(text.find('='), text.size());
      if (!is_hidden(text.substr(0, equals), text.substr(std::min(equals + 1, text.size()))))
        variables.push_back(*each);
    }
    variables.push_back(nullptr);
    return variables;
  }

  [[nodiscard]] bool is_hidden(std::string_view name, std::string_view value) const {
    return name.substr(0, 6) == "CEREC_" ||
           std::find(variables_.begin(), variables_.end(), name) != variables_.end() ||
           std::any_of(values_.begin(), values_.end(), [&](const base::Secret& secret) {
             const std::string_view bytes = secret.reveal(); // a short one stands in other words by chance
             return value == bytes || (bytes.size() >= 8 && value.find(bytes) != std::string_view::npos);
           });
  }

  /// The pipe closes by itself when exec succeeds.
  static int exec_error(const Descriptor& failed) {
    int error = 0;
    ssize_t got = 0;
    do
      got = ::read(failed.get(), &error, sizeof error);
    while (got < 0 && errno == EINTR);
    return got == static_cast<ssize_t>(sizeof error) ? error : 0;
  }

  io::Signals& signals_;
  std::vector<std::string> variables_; ///< hidden from children
  std::vector<base::Secret> values_;
};

} // namespace

std::unique_ptr<io::Processes> make_real_processes(io::Signals& signals) {
  return std::make_unique<RealProcesses>(signals);
}

} // namespace cerec::cli
