#include "cerec/base/text.hpp"
#include "cli/system/child.hpp"
#include "cli/system/real.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <map>
#include <sys/wait.h>
#include <unistd.h>

namespace cerec::cli {
namespace {

constexpr base::Duration k_look_again{5}; ///< at a child whose end nothing tells of

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

using End = base::Result<io::ProcessResult>;

class RealProcesses final : public io::Processes {
public:
  RealProcesses(io::Loop& loop, io::Clock& clock) : Processes(loop), clock_(clock) {}

  io::ProcessId start(const std::vector<std::string>& argv, const base::Secret& input,
                      base::Duration limit) override {
    const io::ProcessId id = ++last_;
    auto child = spawn(argv, input);
    if (child)
      running_.emplace(id, Running{std::move(*child), base::visible(argv[0]), limit, clock_.now() + limit,
                                   loop().signals().count()});
    else
      ended_.emplace(id, tl::unexpected(child.error()));
    return id;
  }

  std::optional<End> take(io::ProcessId id) override {
    const auto found = ended_.extract(id);
    return found.empty() ? std::nullopt : std::optional(std::move(found.mapped()));
  }

  void stop(io::ProcessId id) override {
    running_.erase(id);
    ended_.erase(id);
  }

  void pump() override {
    const base::TimePoint now = clock_.now();
    for (auto each = running_.begin(); each != running_.end();) {
      if (auto end = end_of(each->second, now)) {
        ended_.emplace(each->first, *std::move(end));
        each = running_.erase(each);
      } else {
        ++each;
      }
    }
  }

  base::TimePoint due() override {
    base::TimePoint first = base::TimePoint::max();
    for (const auto& [id, each] : running_)
      first = std::min(first, each.child->has_to_be_asked() ? clock_.now() + k_look_again : each.until);
    return first;
  }

  void watch(std::vector<io::Watch>& watches) override {
    for (const auto& [id, each] : running_)
      each.child->watch(watches);
  }

  void hide(const std::vector<std::string>& variables, const std::vector<base::Secret>& values) override {
    variables_.insert(variables_.end(), variables.begin(), variables.end());
    for (const base::Secret& value : values)
      if (!value.empty())
        values_.push_back(value);
  }

private:
  struct Running {
    std::unique_ptr<Child> child;
    std::string name;
    base::Duration limit{0};
    base::TimePoint until{};
    int signals_before = 0;
  };

  std::optional<End> end_of(Running& one, base::TimePoint now) {
    if (one.child->pump())
      return one.child->result();
    if (loop().signals().count() > one.signals_before)
      return base::fail(one.name + ": interrupted", base::FailureKind::interrupted);
    if (now >= one.until)
      return base::fail(one.name + ": no end within " + std::to_string(one.limit.count()) + " ms");
    return std::nullopt;
  }

  base::Result<std::unique_ptr<Child>> spawn(const std::vector<std::string>& argv,
                                             const base::Secret& input) {
    if (argv.empty())
      return base::fail("no program to run", base::FailureKind::usage);
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
      return base::fail(system_error("cannot run " + base::visible(argv[0]), error));
    }
    return std::make_unique<Child>(pid, std::move(in), std::move(out), std::move(err), input);
  }

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

  io::Clock& clock_;
  std::map<io::ProcessId, Running> running_;
  std::map<io::ProcessId, End> ended_;
  io::ProcessId last_ = 0;
  std::vector<std::string> variables_; ///< hidden from children
  std::vector<base::Secret> values_;
};

} // namespace

std::unique_ptr<io::Processes> make_real_processes(io::Loop& loop, io::Clock& clock) {
  return std::make_unique<RealProcesses>(loop, clock);
}

} // namespace cerec::cli
