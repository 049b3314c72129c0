#include "simulation/world.hpp"

#include "simulation/outcomes.hpp"
#include "simulation/review.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::simulation {
namespace {

using base::Duration;

constexpr Duration k_quiet{7 * 60'000};
constexpr Duration k_patience{4 * 3'600'000}; ///< virtual; no run may take longer

sim::PlatformConfig platform_config(const Scenario& scenario) {
  sim::PlatformConfig config;
  config.choices = scenario.choices;
  config.seed = scenario.seed + 1;
  config.largest_page = scenario.largest_page;
  config.accounts = {sim::demo_account(), other_user()};
  return config;
}

} // namespace

World::World(const Scenario& scenario)
    : scenario_(scenario), scheduler_(scenario.seed + 2), service_(scheduler_, platform_config(scenario)),
      console_random_(scenario.seed + 3) {
  service_.latency.wire = {Duration{1}, Duration{30}};
  service_.latency.service = {Duration{1}, Duration{60}};
  service_.latency.create = {Duration{100}, Duration{2'000}};
  if (scenario.create_time.count() > 0)
    service_.latency.create = {scenario.create_time, scenario.create_time};
  for (const sim::Instance& stranger : scenario.strangers)
    service_.platform.add(stranger);
}

/// One run, which may be two processes: who plans, and who applies what was reviewed.
RunResult World::run_all_of(const Run& run, test::MemoryFiles& files) {
  switch (run.review.way) {
  case Review::Way::none:
    break;
  case Review::Way::file:
    return review_file(run, files);
  case Review::Way::prompt:
    return review_prompt(run, files);
  }
  return run_process(spec_of(run), service_, files);
}

/// At this time, and what comes after it when it has ended.
void World::start(const Run& run, base::TimePoint time, Evidence& evidence) {
  scheduler_.spawn(time, [this, run, &evidence] {
    test::MemoryFiles& files = workspace(run.workspace, scenario_.wanted);
    RunResult result = run_all_of(run, files);
    result.command = run.command;
    result.workspace = run.workspace;
    result.ended = scheduler_.now();
    result.tokens = tokens_text(files);
    evidence.runs.push_back(std::move(result));
    for (const Run& next : scenario_.runs)
      if (next.after == run.actor)
        start(next, scheduler_.now() + next.start, evidence);
  });
}

/// A fault-free round: one run, or one for each shard, at the same time.
bool World::play_last(int round, const std::string& command, Evidence& evidence) {
  const size_t first = evidence.last_runs.size();
  const bool split = scenario_.shards > 0 && command == "apply";
  for (int shard = split ? 1 : 0; shard <= (split ? scenario_.shards : 0); ++shard) {
    Run run;
    run.actor = fmt::format("last-{}-{}-{}", command, round, shard);
    run.command = command;
    run.shard = shard;
    run.workspace = static_cast<size_t>(std::max(shard - 1, 0));
    scheduler_.spawn(scheduler_.now(), [&, run, round] {
      evidence.last_runs.push_back(
          run_process(spec_of(run), service_, workspace(run.workspace, scenario_.wanted)));
      evidence.last_runs.back().command = run.command;
      evidence.last_runs.back().ended = scheduler_.now();
      evidence.last_runs.back().round = round;
    });
  }
  evidence.ended = scheduler_.run(scheduler_.now() + k_patience) && evidence.ended;
  return std::all_of(evidence.last_runs.begin() + static_cast<std::ptrdiff_t>(first),
                     evidence.last_runs.end(), [](const RunResult& run) { return run.exit_code == 0; });
}

void World::settle_down() {
  service_.faults.clear();
  keeper_.refuses = 0;
  (void)scheduler_.run(scheduler_.now() + k_patience); // late commits and answers to the dead
  // An unsettled instance may belong to a run that is still at work until it is this old (plan::Options).
  scheduler_.advance_to(scheduler_.now() + k_quiet);
}

Evidence World::play() {
  Evidence evidence;
  if (!scenario_.before.empty()) {
    Run first;
    first.actor = "before";
    scheduler_.spawn(scheduler_.now(), [&, first] {
      evidence.runs.push_back(run_process(spec_of(first), service_, workspace(0, scenario_.before)));
    });
    (void)scheduler_.run(scheduler_.now() + k_patience);
  }
  evidence.history_before = service_.platform.history().size();
  for (const sim::FaultRule& rule : scenario_.faults)
    service_.faults.add(rule);
  const base::TimePoint begin = scheduler_.now();
  for (const Run& run : scenario_.runs)
    if (std::none_of(scenario_.runs.begin(), scenario_.runs.end(),
                     [&](const Run& other) { return other.actor == run.after; }))
      start(run, begin + run.start, evidence);
  keeper_.refuses = scenario_.sinks.refuses;
  if (scenario_.sinks.neighbour)
    scheduler_.spawn(begin + *scenario_.sinks.neighbour, [&] { evidence.neighbour = run_neighbour(); });
  for (const ConsoleAct& act : scenario_.console)
    scheduler_.at(begin + act.at, [this, act] { play_console(act); });
  evidence.ended = scheduler_.run(begin + k_patience);
  settle_down();

  // An apply that says that all went well is taken at its word: the plan after it has to be empty.
  if (!play_last(0, "apply", evidence))
    play_last(1, "apply", evidence);
  play_last(2, "plan", evidence);
  for (const auto& [number, files] : workspaces_)
    if (const auto text = files->read(".cerec/tokens.json"))
      evidence.tokens[number] = *text;
  if (const auto first = workspaces_.find(0); first != workspaces_.end())
    evidence.variables = first->second->read("tokens.env").value_or("");
  evidence.keeper = keeper_;
  for (const auto& [number, files] : workspaces_)
    evidence.other_sink += files->read(std::string(k_other_sink)).value_or("");
  read_log(evidence);
  return evidence;
}

} // namespace cerec::simulation
