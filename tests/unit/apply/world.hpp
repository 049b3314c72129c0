#pragma once
#include "cerec/apply/executor.hpp"
#include "cerec/plan/make_plan.hpp"
#include "cerec/sim/memory_transport.hpp"
#include "support/fake_processes.hpp"
#include "support/fake_signals.hpp"
#include "support/fake_terminal.hpp"
#include "support/memory_files.hpp"

/// The executor against the simulated platform, under virtual time.
namespace apply_test {

using namespace cerec;

/// What apply said, one line each: "apply_complete gooddata/x".
class EventLog : public model::EventSink {
public:
  explicit EventLog(const model::Plan& plan) : plan_(plan) {}
  void on(const model::ApplyEvent& event) override;
  std::string lines;
  std::function<void(const model::ApplyEvent&)> also;

private:
  const model::Plan& plan_;
};

struct Options {
  apply::Limits limits;
  http::DispatchLimits dispatch;
  plan::Options plan;
  std::vector<model::SinkSpec> sinks{tokens::default_sink()};
  model::LeftAlone left;
  std::string intents_path;
  std::function<void(model::Plan&)> edit_plan;
  std::function<void(const model::ApplyEvent&)> on_event;
};

/// A desired instance gooddata/<name>, valid in the simulator.
model::DesiredInstance manifest(const std::string& name);
const crypto::FingerprintKey& key();
Options options();

class World {
public:
  explicit World(sim::PlatformConfig config = {});

  /// List, plan, apply, as `cerec apply` does. `actor` is the name in the log of requests.
  model::Outcome apply(const std::vector<model::DesiredInstance>& desired,
                       Options options = apply_test::options(), const std::string& actor = "a");
  /// A fault by its rule, such as "POST /instances nth=1 commit-then-close".
  void fault(const std::string& rule);
  /// What the platform has: "gooddata.x settled", one line for each instance by id.
  [[nodiscard]] std::string account() const;
  /// The writes that were committed, one line each: "create", "patch 40001".
  [[nodiscard]] std::string writes() const;
  /// Requests of the last apply, without those of the plan, in short: "list", "POST", "PATCH".
  [[nodiscard]] std::string requests() const;
  /// Puts an instance there as another run left it: `tags` beside the identity tag of `logical_id`.
  int64_t add(const std::string& name, const std::string& logical_id, std::vector<std::string> tags,
              const std::string& created = "2025-12-31T00:00:00Z");
  /// A settled instance of another stack: the service is known to keep reserved tags.
  void prove_tags();
  /// Every settled instance's token is in the file sink, and no other.
  [[nodiscard]] bool tokens_are_right() const;

  sim::Timeline timeline;
  sim::Service service;
  test::FakeSignals signals;
  test::MemoryFiles files;
  test::FakeProcesses processes;
  test::RecordingTerminal terminal;
  std::string events;
  model::Plan last_plan;

private:
  size_t first_request_ = 0;
  size_t first_mutation_ = 0;
};

/// "done", "failed: why -> next step", one line for each change.
std::string outline(const model::Outcome& outcome);

} // namespace apply_test
