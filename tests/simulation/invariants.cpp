#include "simulation/invariants.hpp"

#include "simulation/audit.hpp"
#include "simulation/damaged_tags.hpp"
#include "simulation/end_state.hpp"
#include "simulation/findings.hpp"
#include "simulation/outcomes.hpp"
#include "simulation/review_rules.hpp"
#include "simulation/second_instances.hpp"
#include "simulation/shared_sinks.hpp"
#include "simulation/values.hpp"
#include "simulation/write_rules.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace cerec::simulation {
namespace {

class Checker : public Findings {
public:
  Checker(const Scenario& scenario, const World& world, const Evidence& evidence)
      : scenario_(scenario), platform_(world.service().platform), evidence_(evidence) {
    for (const Wanted& wanted : scenario.wanted)
      wanted_ids_.insert(wanted.logical_id);
  }

  /// The cases that are not resolved by themselves: several_put_away(), and (docs/guarantees.md, "Adoption")
  /// a run that did not come to its second look had adopted an instance that was renamed at the console,
  /// while another run created the identity.
  [[nodiscard]] bool is_for_a_human() const {
    if (several_put_away())
      return true;
    std::map<std::string, int> settled;
    std::set<std::string> adopted_halfway;
    for (const auto& [id, instance] : platform_.instances()) {
      if (owned_id(*instance).empty() || !has_tag(*instance, "cerec:settled"))
        continue;
      ++settled[owned_id(*instance)];
      if (made_by(platform_, id).empty() && !ended_well(who_settled(platform_, id)))
        adopted_halfway.insert(owned_id(*instance));
    }
    return std::any_of(adopted_halfway.begin(), adopted_halfway.end(),
                       [&](const std::string& logical) { return settled[logical] > 1; });
  }

  void no_secret_in_any_byte() {
    std::vector<std::string> canaries{"canary"};
    const sim::Account account = sim::demo_account();
    canaries.push_back(account.user);
    canaries.push_back(account.organization);
    for (const auto& [id, instance] : platform_.instances())
      canaries.push_back(instance->token);
    const auto search = [&](const RunResult& run) {
      for (const std::string& canary : canaries)
        if (run.out.find(canary) != std::string::npos || run.err.find(canary) != std::string::npos)
          fault("{} printed a secret", run.actor);
    };
    std::for_each(evidence_.runs.begin(), evidence_.runs.end(), search);
    std::for_each(evidence_.last_runs.begin(), evidence_.last_runs.end(), search);
    if (evidence_.neighbour)
      search(*evidence_.neighbour);
    for (const auto& [workspace, text] : evidence_.tokens)
      if (text.find("canary") != std::string::npos)
        fault("the sink of workspace {} holds a password", workspace);
  }

private:
  /// Several instances of an identity were switched off instead of deleted, and then it was declared again.
  [[nodiscard]] bool several_put_away() const {
    std::map<std::string, int> away;
    std::set<std::string> in_use;
    for (const auto& [id, instance] : platform_.instances())
      if (const std::string logical = identity_in_use(platform_, *instance); wanted_ids_.contains(logical)) {
        if (scenario_.delete_by_disable && is_put_away(platform_, *instance))
          ++away[logical];
        else
          in_use.insert(logical);
      }
    return std::any_of(away.begin(), away.end(),
                       [&](const auto& each) { return each.second > 1 && !in_use.contains(each.first); });
  }

  [[nodiscard]] bool ended_well(const std::string& actor) const {
    return std::any_of(evidence_.runs.begin(), evidence_.runs.end(), [&](const RunResult& run) {
      return run.actor == actor && !run.crashed && run.exit_code == 0;
    });
  }

  const Scenario& scenario_;
  const sim::Platform& platform_;
  const Evidence& evidence_;
  std::set<std::string> wanted_ids_;
};

} // namespace

std::vector<std::string> violations(const Scenario& scenario, const World& world, const Evidence& evidence) {
  const sim::Platform& platform = world.service().platform;
  std::vector<std::string> faults;
  const auto add = [&](std::vector<std::string> lines) {
    std::move(lines.begin(), lines.end(), std::back_inserter(faults));
  };
  Checker checker(scenario, world, evidence);
  if (!evidence.ended)
    add({"a run never ended"});
  if (scenario.hides_tags() || scenario.damages_tags()) {
    add(costly_damage(scenario, platform, evidence));
  } else if (checker.is_for_a_human()) {
    if (evidence.last_runs.empty() || evidence.last_runs.back().exit_code != 9)
      add({"two settled instances of one identity, and the plan does not refuse"});
  } else {
    add(wrong_end_state(scenario, platform, evidence));
    add(wrong_values(scenario, platform));
    add(untrue_sinks(scenario, platform, evidence));
  }
  add(unlawful_writes(scenario, platform, evidence));
  add(untrue_outcomes(platform, evidence));
  add(silent_seconds(scenario, world, evidence));
  add(forgotten_intents(scenario, world, evidence));
  add(unreviewed_writes(scenario, platform, evidence));
  checker.no_secret_in_any_byte();
  add(checker.take());
  return faults;
}

} // namespace cerec::simulation
