#include "simulation/process.hpp"

#include "cerec/cli/program.hpp"
#include "cerec/sim/virtual_loop.hpp"

#include <csignal>
#include <nlohmann/json.hpp>

namespace cerec::simulation {
namespace {

class StepSignals : public io::Signals {
public:
  [[nodiscard]] int count() override { return count_; }
  [[nodiscard]] int first() override { return first_; }
  void raise(int number) {
    if (count_++ == 0)
      first_ = number;
  }

private:
  int count_ = 0, first_ = 0;
};

/// Counts outward steps; each may be the last.
class Steps {
public:
  Steps(const std::vector<Mishap>& mishaps, sim::Service& service) : mishaps_(mishaps), service_(service) {}

  void step() {
    if (dead_)
      throw Crash{};
    ++count_;
    for (const Mishap& mishap : mishaps_) {
      if (mishap.step != count_)
        continue;
      switch (mishap.kind) {
      case Mishap::Kind::none:
        break;
      case Mishap::Kind::crash:
        dead_ = true;
        throw Crash{};
      case Mishap::Kind::pause:
        pause(mishap.length);
        break;
      case Mishap::Kind::signal:
        signals.raise(mishap.number);
        break;
      case Mishap::Kind::disk_full:
        writes_to_fail_ = 2;
        break;
      }
    }
  }
  [[nodiscard]] bool write_fails() { return writes_to_fail_ > 0 && writes_to_fail_-- > 0; }
  [[nodiscard]] int count() const { return count_; }
  [[nodiscard]] bool dead() const { return dead_; }

  StepSignals signals;
  std::vector<Stop> stops;

private:
  void pause(base::Duration length) {
    const base::WallTime from = service_.clock.wall();
    service_.timeline.wait(service_.timeline.now() + length, [] { return false; });
    stops.push_back({from, service_.clock.wall()});
  }

  const std::vector<Mishap>& mishaps_;
  sim::Service& service_;
  int count_ = 0;
  int writes_to_fail_ = 0;
  bool dead_ = false;
};

class StepTransport : public http::Transport {
public:
  StepTransport(sim::Service& service, const std::string& actor, Steps& steps)
      : inner_(service, actor), steps_(steps) {}
  [[nodiscard]] http::RequestId submit(http::Request request) override {
    steps_.step();
    return inner_.submit(std::move(request));
  }
  void pump() override { inner_.pump(); }
  [[nodiscard]] bool news() override { return inner_.news(); }
  [[nodiscard]] std::optional<http::Completion> take() override {
    auto completion = inner_.take();
    if (completion)
      steps_.step(); // killed with the answer in hand
    return completion;
  }
  void cancel(http::RequestId id) override { inner_.cancel(id); }

private:
  sim::MemoryTransport inner_;
  Steps& steps_;
};

class StepFiles : public io::Files {
public:
  StepFiles(io::Files& inner, Steps& steps) : inner_(inner), steps_(steps) {}
  [[nodiscard]] std::optional<io::FileStatus> status(const std::string& path) override {
    return inner_.status(path);
  }
  [[nodiscard]] base::Result<std::string> read(const std::string& path, uint64_t limit) override {
    return inner_.read(path, limit);
  }
  [[nodiscard]] base::Result<void> write_atomic(const std::string& path, std::string_view content,
                                                uint32_t mode) override {
    steps_.step();
    if (steps_.write_fails())
      return base::fail(path + ": no space left on device");
    auto result = inner_.write_atomic(path, content, mode);
    steps_.step();
    return result;
  }
  [[nodiscard]] base::Result<void> append(const std::string& path, std::string_view content,
                                          uint32_t mode) override {
    steps_.step();
    const bool fails = steps_.write_fails();
    const size_t half = content.size() / 2;
    if (auto written = inner_.append(path, content.substr(0, half), mode); !written)
      return written;
    if (fails) // the first half stays: a reader has to know a torn end
      return base::fail(path + ": no space left on device");
    steps_.step(); // killed in the middle
    auto written = inner_.append(path, content.substr(half), mode);
    steps_.step();
    return written;
  }
  [[nodiscard]] base::Result<void> remove(const std::string& path) override {
    steps_.step();
    return inner_.remove(path);
  }
  [[nodiscard]] base::Result<std::vector<std::string>> list(const std::string& path) override {
    return inner_.list(path);
  }
  [[nodiscard]] base::Result<std::string> canonical(const std::string& path) override {
    return inner_.canonical(path);
  }
  [[nodiscard]] base::Result<std::string> real_path(const std::string& path) override {
    return inner_.real_path(path);
  }
  [[nodiscard]] base::Result<std::unique_ptr<io::FileLock>> lock(const std::string& path,
                                                                 const std::string& note) override {
    return inner_.lock(path, note);
  }

private:
  io::Files& inner_;
  Steps& steps_;
};

class StepTerminal : public io::Terminal {
public:
  StepTerminal(Steps& steps, const std::function<std::string()>& answer) : steps_(steps), answer_(answer) {}
  void out(std::string_view text) override {
    steps_.step();
    stdout_ += text;
  }
  void err(std::string_view text) override {
    steps_.step();
    stderr_ += text;
  }
  [[nodiscard]] bool out_ok() override { return true; }
  [[nodiscard]] bool out_is_tty() override { return false; }
  [[nodiscard]] bool err_is_tty() override { return answer_ != nullptr; }
  [[nodiscard]] bool in_is_tty() override { return answer_ != nullptr; }
  [[nodiscard]] int width() override { return 80; }
  [[nodiscard]] std::optional<std::string> read_line() override {
    return answer_ ? std::optional(answer_()) : std::nullopt;
  }
  [[nodiscard]] base::Result<std::string> read_all(uint64_t) override { return std::string(); }
  std::string stdout_, stderr_;

private:
  Steps& steps_;
  const std::function<std::string()>& answer_;
};

class MapEnvironment : public io::Environment {
public:
  explicit MapEnvironment(const std::map<std::string, std::string>& values) : values_(values) {}
  [[nodiscard]] std::optional<std::string> get(const std::string& name) override {
    const auto at = values_.find(name);
    return at == values_.end() ? std::nullopt : std::optional(at->second);
  }

private:
  const std::map<std::string, std::string>& values_;
};

/// `keep`, and nothing else.
class OneProcess : public io::Processes {
public:
  OneProcess(io::Loop& loop, Keeper* keeper, Steps& steps)
      : Processes(loop), keeper_(keeper), steps_(steps) {}
  void pump() override {}
  void hide(const std::vector<std::string>&, const std::vector<base::Secret>&) override {}
  [[nodiscard]] io::ProcessId start(const std::vector<std::string>& argv, const base::Secret& input,
                                    base::Duration) override {
    ended_.emplace(++last_, run_at_once(argv, input));
    return last_;
  }
  [[nodiscard]] std::optional<base::Result<io::ProcessResult>> take(io::ProcessId id) override {
    const auto found = ended_.extract(id);
    return found.empty() ? std::nullopt : std::optional(std::move(found.mapped()));
  }
  void stop(io::ProcessId id) override { ended_.erase(id); }

private:
  base::Result<io::ProcessResult> run_at_once(const std::vector<std::string>& argv,
                                              const base::Secret& input) {
    if (keeper_ == nullptr || argv.front() != "keep")
      return base::fail("there is no such program in the simulation");
    steps_.step();
    if (keeper_->refuses > 0 && ++keeper_->calls % keeper_->refuses == 0)
      return io::ProcessResult{1, {}, "refused"};
    const auto record = nlohmann::json::parse(input.reveal());
    keeper_->tokens[record.at("stack").get<std::string>() + "/" + record.at("id").get<std::string>()] =
        record.at("token").get<std::string>();
    steps_.step(); // taken, and killed before anybody knows
    return io::ProcessResult{};
  }

  Keeper* keeper_;
  Steps& steps_;
  std::map<io::ProcessId, base::Result<io::ProcessResult>> ended_;
  io::ProcessId last_ = 0;
};

} // namespace

RunResult run_process(const ProcessSpec& spec, sim::Service& service, io::Files& workspace) {
  Steps steps(spec.mishaps, service);
  StepFiles files(workspace, steps);
  StepTerminal terminal(steps, spec.answer);
  MapEnvironment environment(spec.environment);
  sim::VirtualLoop loop(service.timeline, steps.signals);
  OneProcess processes(loop, spec.keeper, steps);
  sim::SeededRandom random(spec.seed);
  sim::VirtualClock clock(service.timeline, sim::VirtualClock::k_epoch + spec.skew);
  cli::System system{clock,
                     random,
                     files,
                     environment,
                     terminal,
                     steps.signals,
                     loop,
                     processes,
                     [&](const http::CurlSettings&) -> std::unique_ptr<http::Transport> {
                       return std::make_unique<StepTransport>(service, spec.actor, steps);
                     }};
  RunResult result;
  result.actor = spec.actor;
  try {
    result.exit_code = cli::run(spec.arguments, system);
  } catch (const Crash&) {
    result.crashed = true;
  }
  result.out = std::move(terminal.stdout_);
  result.err = std::move(terminal.stderr_);
  result.steps = steps.count();
  result.stops = std::move(steps.stops);
  return result;
}

} // namespace cerec::simulation
