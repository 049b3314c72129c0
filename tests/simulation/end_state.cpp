#include "simulation/end_state.hpp"

#include "simulation/audit.hpp"
#include "simulation/findings.hpp"
#include "simulation/outcomes.hpp"
#include "simulation/values.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace cerec::simulation {
namespace {

class EndState : public Findings {
public:
  EndState(const Scenario& scenario, const sim::Platform& platform, const Evidence& evidence)
      : scenario_(scenario), platform_(platform), evidence_(evidence),
        any_burnt_(any_burnt(scenario, platform)), lost_at_the_console_(lost_at_the_console(platform)) {
    for (const Wanted& wanted : scenario.wanted)
      wanted_ids_.insert(wanted.logical_id);
  }

  void identities_exist_once() {
    std::map<std::string, int> seen;
    for (const auto& [id, instance] : platform_.instances()) {
      const std::string logical = identity_in_use(platform_, *instance);
      if (logical.empty())
        continue;
      ++seen[logical];
      if (!has_tag(*instance, "cerec:settled"))
        fault("instance {} of {} is not settled", id, logical);
      // A create that can come to nothing any more holds the deletes back.
      if (scenario_.prune && wanted_ids_.count(logical) == 0 && !any_burnt_ &&
          !(scenario_.delete_by_disable && is_put_away(platform_, *instance)))
        fault("{} ({}) should have been pruned", logical, id);
    }
    for (const Wanted& wanted : scenario_.wanted)
      if (seen[wanted.logical_id] != 1 && !is_burnt(scenario_, platform_, wanted))
        fault("identity {} exists {} times", wanted.logical_id, seen[wanted.logical_id]);
    for (const auto& [logical, count] : seen)
      if (count > 1 && wanted_ids_.count(logical) == 0)
        fault("identity {} exists {} times", logical, count);
  }

  /// Workspace 0 made the last runs (or the one of its shard): that sink has to be complete.
  void tokens_are_kept() {
    std::map<size_t, std::map<std::string, std::string>> sinks;
    for (const auto& [number, text] : evidence_.tokens)
      sinks[number] = tokens_of(text);
    for (const auto& [id, instance] : platform_.instances()) {
      const std::string logical = identity_in_use(platform_, *instance);
      if (wanted_ids_.count(logical) == 0)
        continue;
      const auto& kept =
          sinks[scenario_.shards > 0 ? static_cast<size_t>(shard_of(logical, scenario_.shards) - 1) : 0];
      const auto at = kept.find(instance->element + "/" + logical);
      if (at == kept.end())
        fault("the token of {} ({}) is in no sink", logical, id);
      else if (at->second != instance->token)
        fault("the kept token of {} is not that of instance {}", logical, id);
    }
    published_tokens_never_change();
  }

  void last_runs_converge() {
    for (size_t i = 0; i < evidence_.last_runs.size(); ++i) {
      const RunResult& run = evidence_.last_runs[i];
      // The first fault-free apply may still find a duplicate that came late; the second and the plan must be
      // quiet.
      const bool lossy = scenario_.loses_fingerprints() && run.command == "plan" && run.exit_code == 2;
      const int expected = run.command == "plan" ? last_plan_exit(scenario_, platform_, run.exit_code) : 0;
      if (run.round > 0 && run.exit_code != expected && !lossy && !any_burnt_)
        fault("fault-free {} {} ended with exit code {}, not {}: {}", run.command, i, run.exit_code, expected,
              run.out.substr(0, 2000) + run.err);
    }
  }

private:
  /// A published token may die only with an instance that somebody deleted at the console or took out of our
  /// hands.
  void published_tokens_never_change() {
    for (const auto& [workspace, text] : evidence_.tokens)
      for (const auto& [address, token] : tokens_of(text)) {
        const std::string logical = address.substr(address.rfind('/') + 1);
        for (const auto& [id, instance] : platform_.instances())
          if (identity_in_use(platform_, *instance) == logical && instance->token != token &&
              lost_at_the_console_.count(logical) == 0 && !scenario_.is_replaced(logical))
            fault("workspace {} was given a token of {} that is not that of instance {}", workspace, logical,
                  id);
      }
  }

  const Scenario& scenario_;
  const sim::Platform& platform_;
  const Evidence& evidence_;
  const bool any_burnt_;
  const std::set<std::string> lost_at_the_console_;
  std::set<std::string> wanted_ids_;
};

} // namespace

std::vector<std::string> wrong_end_state(const Scenario& scenario, const sim::Platform& platform,
                                         const Evidence& evidence) {
  EndState judge(scenario, platform, evidence);
  judge.identities_exist_once();
  judge.tokens_are_kept();
  judge.last_runs_converge();
  return judge.take();
}

} // namespace cerec::simulation
