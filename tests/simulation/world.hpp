#pragma once
#include "simulation/process.hpp"
#include "simulation/scenario.hpp"
#include "simulation/scheduler.hpp"

#include "support/memory_files.hpp"

#include <map>
#include <memory>

namespace cerec::simulation {

/// All that a schedule left behind, for the invariants.
struct Evidence {
  std::vector<RunResult> runs;                 ///< the faulty phase, in the order of their ends
  std::vector<RunResult> last_runs;            ///< two rounds of fault-free applies, and the plan after them
  bool ended = true;                           ///< false: somebody still waited when time was up
  size_t history_before = 0;                   ///< mutations before the faulty phase
  std::map<size_t, std::string> tokens;        ///< workspace -> tokens.json
  std::string variables;                       ///< tokens.env of workspace 0
  Keeper keeper;                               ///< what the command took, from every runner
  std::optional<RunResult> neighbour;          ///< the run of the other stack
  std::string other_sink;                      ///< what went to a token file that nobody has reviewed
  std::map<std::string, size_t> faults_struck; ///< "GET settle | commit-then-close" -> how often
  std::vector<std::string> blind_posts;        ///< creates that no look-up of their identity came before
};

/// One world: a service, its faults, runs of the program, and a console user, under one virtual time.
class World {
public:
  explicit World(const Scenario& scenario);
  /// Plays the schedule: `before` without faults; the runs with theirs; quiet; at most two fault-free
  /// applies; a plan.
  [[nodiscard]] Evidence play();
  [[nodiscard]] const sim::Service& service() const { return service_; }

private:
  /// A runner's files, with these manifests checked out.
  [[nodiscard]] test::MemoryFiles& workspace(size_t number, const std::vector<Wanted>& wanted);
  [[nodiscard]] std::string manifest_name() const;
  [[nodiscard]] ProcessSpec spec_of(const Run& run);
  /// The other stack, over the sink files of workspace 0.
  [[nodiscard]] RunResult run_neighbour();
  void play_console(const ConsoleAct& act);
  void ask_at_the_console(http::Method method, const std::string& path, std::string body);
  void hand_over(uint64_t pick);
  void start(const Run& run, base::TimePoint time, Evidence& evidence);
  [[nodiscard]] RunResult run_all_of(const Run& run, test::MemoryFiles& files);
  [[nodiscard]] RunResult review_file(const Run& run, test::MemoryFiles& files);
  [[nodiscard]] RunResult review_prompt(const Run& run, test::MemoryFiles& files);
  void read_it(const Run& run); ///< takes its time
  void edit(const std::vector<Review::Edit>& edits, test::MemoryFiles& files) const;
  /// True: every run of the round ended with exit code 0.
  bool play_last(int round, const std::string& command, Evidence& evidence);
  void settle_down();
  void read_log(Evidence& evidence) const;

  const Scenario& scenario_;
  Scheduler scheduler_;
  sim::Service service_;
  std::map<size_t, std::unique_ptr<test::MemoryFiles>> workspaces_;
  sim::SeededRandom console_random_;
  Keeper keeper_;
};

} // namespace cerec::simulation
