#include "simulation/write_rules.hpp"

#include "cerec/model/label.hpp"
#include "simulation/audit.hpp"
#include "simulation/findings.hpp"
#include "simulation/review.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace cerec::simulation {
namespace {

class WriteRules : public Findings {
public:
  WriteRules(const Scenario& scenario, const sim::Platform& platform, const Evidence& evidence)
      : scenario_(scenario), platform_(platform), evidence_(evidence),
        lost_at_the_console_(lost_at_the_console(platform)) {
    for (const Wanted& wanted : scenario.wanted)
      wanted_ids_.insert(wanted.logical_id);
  }

  /// Every write of the program, judged by what the instance was before it.
  void history_is_lawful() {
    std::set<std::string> wanted_names;
    for (const Wanted& wanted : scenario_.wanted) {
      wanted_names.insert(wanted.name);
      wanted_names.insert(wanted.previous_names.begin(), wanted.previous_names.end());
    }
    for (const Wanted& wanted : scenario_.before)
      wanted_names.insert(wanted.name);
    // The API has no compare-and-swap: what the console takes away between a run's listing and its write may
    // still be written to. So an instance counts as ours from the moment that it first was.
    std::set<int64_t> once_ours;
    std::map<int64_t, base::WallTime> handed_over; ///< to another stack, at the console
    for (const sim::Mutation& mutation : platform_.history()) {
      for (const sim::InstancePtr& state : {mutation.before, mutation.after})
        if (state && (!owned_id(*state).empty() || wanted_names.count(model::label_of(state->name)) > 0))
          once_ours.insert(mutation.id);
      if (mutation.actor == "console" && mutation.after && is_foreign(*mutation.after))
        handed_over[mutation.id] = mutation.time;
      if (mutation.actor == "console")
        continue;
      if (mutation.actor == k_neighbour) {
        if (mutation.before && !owned_id(*mutation.before).empty())
          fault("{} wrote to instance {} of our stack", mutation.actor, mutation.id);
        continue;
      }
      stays_in_its_shard(mutation);
      if (!mutation.before)
        continue;
      const sim::Instance& before = *mutation.before;
      const std::string logical = owned_id(before);
      if (is_foreign(before) && !scenario_.damages_tags() &&
          mutation.time - handed_over[mutation.id] > k_blind)
        fault("{} wrote to instance {} of another stack", mutation.actor, mutation.id);
      if (once_ours.count(mutation.id) == 0)
        fault("{} wrote to the unowned instance {} ({})", mutation.actor, mutation.id, before.name);
      if (mutation.after)
        continue;
      if (logical.empty() && once_ours.count(mutation.id) == 0)
        fault("{} deleted the unowned instance {}", mutation.actor, mutation.id);
      // A run may be about to remove its own instance beside a settled one when the console deletes that one
      // and another run settles the first: it costs a create (docs/guarantees.md, assumptions).
      else if (has_tag(before, "cerec:settled") &&
               (wanted_ids_.count(logical) > 0 || !scenario_.prune || scenario_.delete_by_disable) &&
               !scenario_.is_replaced(logical) &&
               !(lost_at_the_console_.count(logical) > 0 &&
                 made_by(platform_, mutation.id) == mutation.actor))
        fault("{} deleted the settled instance {} of {}", mutation.actor, mutation.id, logical);
      if (mutation.actor == "drift")
        fault("drift deleted instance {}", mutation.id);
    }
    for (const sim::Mutation& mutation : platform_.history())
      if (mutation.actor == "drift")
        fault("drift wrote to instance {}", mutation.id);
  }

  /// Tags that no manifest declares are somebody's: a name that became one, for instance.
  void undeclared_tags_stay() {
    if (!scenario_.console.empty() || scenario_.damages_tags()) // there is no compare-and-swap
      return;
    std::set<std::string> declared;
    for (const std::vector<Wanted>* list : {&scenario_.before, &scenario_.wanted})
      for (const Wanted& wanted : *list)
        if (wanted.tags)
          declared.insert(wanted.logical_id);
    for (const sim::Mutation& mutation : platform_.history()) {
      if (!mutation.before || !mutation.after || declared.count(owned_id(*mutation.after)) > 0)
        continue;
      for (const std::string& tag : mutation.before->tags)
        if (!tag.starts_with("cerec:") && !has_tag(*mutation.after, tag))
          fault("{} took the tag {} from instance {}", mutation.actor, tag, mutation.id);
    }
  }

  /// An unsettled instance may be another run's that is at work on it, for twice the settle limit, by
  /// whatever clock: only its maker removes it earlier.
  void young_ones_are_left_alone() {
    constexpr std::chrono::minutes k_settle_twice{6};
    std::map<int64_t, base::WallTime> posted;
    for (const sim::Mutation& mutation : platform_.history()) {
      if (mutation.kind == sim::MutationKind::create)
        posted.emplace(mutation.id, mutation.time);
      if (mutation.after || mutation.actor == "console" || has_tag(*mutation.before, "cerec:settled"))
        continue;
      const std::string logical = owned_id(*mutation.before);
      const auto at = posted.find(mutation.id);
      // A second passes between the clock and the whole seconds in which the service tells it.
      if (at != posted.end() && !logical.empty() && !scenario_.is_replaced(logical) &&
          made_by(platform_, mutation.id) != mutation.actor &&
          mutation.time + std::chrono::seconds(1) < at->second + k_settle_twice)
        fault("{} removed instance {} of {}, which another run had posted {} s before", mutation.actor,
              mutation.id, logical,
              std::chrono::duration_cast<std::chrono::seconds>(mutation.time - at->second).count());
    }
  }

  /// A run that does not know how its POST ended looks for the instance instead of posting again: a second
  /// one of the same run is lawful only when the first is gone. (Late commits come before the settle limit
  /// here.)
  void creates_happen_once() {
    for (const std::string& subject : evidence_.blind_posts)
      fault("{} was posted without a look-up that was answered", subject);
    std::map<std::pair<std::string, std::string>, int64_t> made; ///< actor and identity -> instance
    for (const sim::Mutation& mutation : platform_.history()) {
      if (mutation.actor == k_neighbour)
        continue;
      if (mutation.actor == "console" || !mutation.after)
        std::erase_if(made, [&](const auto& entry) { return entry.second == mutation.id; });
      if (mutation.kind != sim::MutationKind::create || mutation.actor == "console")
        continue;
      const std::string logical = owned_id(*mutation.after);
      const auto [first, fresh] = made.emplace(std::pair(mutation.actor, logical), mutation.id);
      if (!fresh)
        fault("{} created {} twice: {} and {}", mutation.actor, logical, first->second, mutation.id);
    }
  }

private:
  void stays_in_its_shard(const sim::Mutation& mutation) {
    const auto run = std::find_if(scenario_.runs.begin(), scenario_.runs.end(),
                                  [&](const Run& each) { return each.actor == mutation.actor; });
    if (run == scenario_.runs.end() || run->shard == 0)
      return;
    for (const sim::InstancePtr& state : {mutation.before, mutation.after})
      if (state && !owned_id(*state).empty() && shard_of(owned_id(*state), scenario_.shards) != run->shard)
        fault("{} wrote to instance {} of shard {}", mutation.actor, mutation.id,
              shard_of(owned_id(*state), scenario_.shards));
  }

  const Scenario& scenario_;
  const sim::Platform& platform_;
  const Evidence& evidence_;
  const std::set<std::string> lost_at_the_console_;
  std::set<std::string> wanted_ids_;
};

} // namespace

std::vector<std::string> unlawful_writes(const Scenario& scenario, const sim::Platform& platform,
                                         const Evidence& evidence) {
  WriteRules judge(scenario, platform, evidence);
  judge.history_is_lawful();
  judge.undeclared_tags_stay();
  judge.young_ones_are_left_alone();
  judge.creates_happen_once();
  return judge.take();
}

} // namespace cerec::simulation
