#include "simulation/damaged_tags.hpp"

#include "simulation/findings.hpp"

#include <map>

namespace cerec::simulation {
namespace {

class DamagedTags : public Findings {
public:
  DamagedTags(const Scenario& scenario, const sim::Platform& platform, const Evidence& evidence)
      : scenario_(scenario), platform_(platform), evidence_(evidence) {}

  /// A service that breaks the tags of identities: each run creates one instance at most, and a run that
  /// nothing disturbs leaves none.
  void damage_costs_one_at_most() {
    std::map<std::string, std::vector<int64_t>> made;
    for (const sim::Mutation& mutation : platform_.history())
      if (mutation.kind == sim::MutationKind::create && mutation.actor != "console")
        made[mutation.actor].push_back(mutation.id);
      else if (mutation.actor == "console" &&
               !mutation.after) // it is no cost any more, and may be tried anew
        for (auto& [actor, ids] : made)
          std::erase(ids, mutation.id);
    for (const auto& [actor, ids] : made) {
      if (ids.empty())
        continue;
      if (ids.size() > 1)
        fault("the service damages tags, and {} created {} instances", actor, ids.size());
      if (actor.starts_with("last-") && platform_.find(ids.front()) != nullptr)
        fault("the service damages tags, and {} left instance {}", actor, ids.front());
    }
    for (const RunResult& run : evidence_.last_runs)
      if (run.exit_code == 0 && run.command == "apply" && scenario_.shards == 0) // a shard may be empty
        fault("the service damages tags, and {} says that all is well", run.actor);
  }

  /// Where listings show no tags, nobody can say whose an instance is: a run may find that out by its first
  /// create, and does no more.
  void nothing_is_made_blindly() {
    std::map<std::string, int> made;
    for (const sim::Mutation& mutation : platform_.history())
      if (mutation.kind == sim::MutationKind::create && mutation.actor != "console" &&
          ++made[mutation.actor] > 1)
        fault("listings show no tags, and {} created a second instance", mutation.actor);
    for (const RunResult& run : evidence_.last_runs)
      if (run.exit_code == 0 && run.command == "apply" && scenario_.shards == 0)
        fault("listings show no tags, and {} says that all is well", run.actor);
  }

private:
  const Scenario& scenario_;
  const sim::Platform& platform_;
  const Evidence& evidence_;
};

} // namespace

std::vector<std::string> costly_damage(const Scenario& scenario, const sim::Platform& platform,
                                       const Evidence& evidence) {
  DamagedTags judge(scenario, platform, evidence);
  if (scenario.hides_tags())
    judge.nothing_is_made_blindly();
  else
    judge.damage_costs_one_at_most();
  return judge.take();
}

} // namespace cerec::simulation
