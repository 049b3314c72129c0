#include "simulation/invariants.hpp"

#include "cerec/crypto/hash.hpp"
#include "cerec/model/decimal.hpp"
#include "cerec/model/label.hpp"
#include "simulation/audit.hpp"
#include "simulation/outcomes.hpp"
#include "simulation/review.hpp"
#include "simulation/review_rules.hpp"
#include "simulation/second_instances.hpp"
#include "simulation/shared_sinks.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace cerec::simulation {
namespace {

class Checker {
public:
  Checker(const Scenario& scenario, const World& world, const Evidence& evidence)
      : scenario_(scenario), world_(world), platform_(world.service().platform), evidence_(evidence),
        lost_at_the_console_(lost_at_the_console(platform_)) {
    for (const Wanted& wanted : scenario.wanted)
      wanted_ids_.insert(wanted.logical_id);
  }

  std::vector<std::string> run() {
    if (!evidence_.ended)
      fault("a run never ended");
    if (scenario_.hides_tags()) {
      nothing_is_made_blindly();
    } else if (scenario_.damages_tags()) {
      damage_costs_one_at_most();
    } else if (is_for_a_human()) {
      if (evidence_.last_runs.empty() || evidence_.last_runs.back().exit_code != 9)
        fault("two settled instances of one identity, and the plan does not refuse");
    } else {
      identities_exist_once();
      values_are_as_declared();
      tokens_are_kept();
      for (std::string& line : untrue_sinks(scenario_, platform_, evidence_))
        faults_.push_back(std::move(line));
      last_runs_converge();
    }
    history_is_lawful();
    undeclared_tags_stay();
    young_ones_are_left_alone();
    creates_happen_once();
    for (auto lines : {untrue_outcomes(platform_, evidence_), silent_seconds(scenario_, world_, evidence_),
                       forgotten_intents(scenario_, world_, evidence_),
                       unreviewed_writes(scenario_, platform_, evidence_)})
      faults_.insert(faults_.end(), lines.begin(), lines.end());
    no_secret_in_any_byte();
    return std::move(faults_);
  }

private:
  template <class... Args>
  void fault(fmt::format_string<Args...> text, Args&&... args) {
    faults_.push_back(fmt::format(text, std::forward<Args>(args)...));
  }

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

  [[nodiscard]] bool ended_well(const std::string& actor) const {
    return std::any_of(evidence_.runs.begin(), evidence_.runs.end(), [&](const RunResult& run) {
      return run.actor == actor && !run.crashed && run.exit_code == 0;
    });
  }

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

  /// Its only OAuth code was used up by a create that came to nothing, or whose instance is gone: nobody can
  /// create it again.
  [[nodiscard]] bool is_burnt(const Wanted& wanted) const {
    if (wanted.code_variable.empty())
      return false;
    const std::map<std::string, std::string> secrets(scenario_.secrets.begin(), scenario_.secrets.end());
    const std::vector<std::string> used = platform_.used_codes();
    const auto& all = platform_.instances();
    return std::find(used.begin(), used.end(), secrets.at(wanted.code_variable)) != used.end() &&
           std::none_of(all.begin(), all.end(),
                        [&](const auto& entry) { return owned_id(*entry.second) == wanted.logical_id; });
  }
  [[nodiscard]] bool any_burnt() const {
    return std::any_of(scenario_.wanted.begin(), scenario_.wanted.end(),
                       [&](const Wanted& wanted) { return is_burnt(wanted); });
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
      if (scenario_.prune && wanted_ids_.count(logical) == 0 && !any_burnt() &&
          !(scenario_.delete_by_disable && is_put_away(platform_, *instance)))
        fault("{} ({}) should have been pruned", logical, id);
    }
    for (const Wanted& wanted : scenario_.wanted)
      if (seen[wanted.logical_id] != 1 && !is_burnt(wanted))
        fault("identity {} exists {} times", wanted.logical_id, seen[wanted.logical_id]);
    for (const auto& [logical, count] : seen)
      if (count > 1 && wanted_ids_.count(logical) == 0)
        fault("identity {} exists {} times", logical, count);
  }

  /// Instances whose secrets the program can verify: all that it created, unless it lost the key of that
  /// time.
  [[nodiscard]] std::set<int64_t> verifiable() const {
    if (scenario_.loses_fingerprints())
      return {};
    std::set<int64_t> ids = ids_with_known_secrets(platform_);
    if (scenario_.keys.lost())
      std::erase_if(ids, [&](int64_t id) { return made_by(platform_, id) == "before"; });
    return ids;
  }

  /// It had a fingerprint and lost it, at the console or to another run that adopted it at the same time:
  /// what of its secrets was written before is not known to the program any more.
  [[nodiscard]] bool lost_its_record(int64_t id) const {
    bool had = false, lost = false;
    for (const sim::Mutation& mutation : platform_.history())
      if (mutation.id == id && mutation.after) {
        const std::vector<std::string>& tags = mutation.after->tags;
        const bool has = std::any_of(tags.begin(), tags.end(),
                                     [](const std::string& tag) { return tag.starts_with("cerec:fk:"); });
        lost = lost || (had && !has);
        had = had || has;
      }
    return lost;
  }

  /// What nobody can verify is never a silent success, and nothing else is called unverifiable.
  [[nodiscard]] int last_plan_exit(int exit_code) const {
    const std::set<int64_t> known = verifiable();
    const auto& all = platform_.instances();
    const bool doubtful = std::any_of(all.begin(), all.end(), [&](const auto& each) {
      // Leftovers have entries of gooddata; what a pardot lacks, the program writes, and knows.
      const bool has_secret = each.second->element == "gooddata" || !made_by(platform_, each.first).empty();
      return has_secret && !known.contains(each.first) &&
             wanted_ids_.contains(identity_in_use(platform_, *each.second));
    });
    const bool either = std::any_of(all.begin(), all.end(), [&](const auto& each) {
      return each.second->element != "gooddata" && !known.contains(each.first) &&
             (lost_its_record(each.first) || scenario_.keys.lost()) &&
             wanted_ids_.contains(identity_in_use(platform_, *each.second));
    });
    return doubtful || (either && exit_code == 2) ? 2 : 0;
  }

  /// What the service really holds, secrets in clear: the program sees only masks of those.
  void values_are_as_declared() {
    const std::set<int64_t> known = verifiable();
    for (const auto& [id, instance] : platform_.instances())
      for (const Wanted& wanted : scenario_.wanted)
        if (wanted.logical_id == identity_in_use(platform_, *instance))
          holds_what_is_declared(*instance, wanted, known.count(id) > 0);
  }

  void holds_what_is_declared(const sim::Instance& instance, const Wanted& wanted, bool secrets_known) {
    const std::map<std::string, std::string> secrets(scenario_.secrets.begin(), scenario_.secrets.end());
    const bool pardot = wanted.element == "pardot", box = wanted.element == "box";
    const auto holds = [&](const char* key, const std::string& value) {
      const auto at = instance.configuration.find(key);
      if (at == instance.configuration.end() || at->second != value)
        fault("instance {} of {} has another {} than its manifest", instance.id, wanted.logical_id, key);
    };
    if (secrets_known)
      holds(pardot ? "apikey.user.password"
            : box  ? "oauth.api.secret"
                   : "password",
            secrets.at(wanted.password_variable));
    if (!box)
      holds(pardot ? "apikey.user.name" : "siteAddress", wanted.site);
    if (!wanted.number.empty())
      holds_number(instance, wanted);
    if (instance.element != wanted.element || !model::same_label(instance.name, wanted.name))
      fault("instance {} of {} has another element or name than its manifest", instance.id,
            wanted.logical_id);
    if (wanted.disabled && instance.disabled != *wanted.disabled)
      fault("instance {} of {} is {}, unlike its manifest", instance.id, wanted.logical_id,
            instance.disabled ? "disabled" : "enabled");
    for (const std::string& tag : wanted.tags.value_or(std::vector<std::string>()))
      if (std::none_of(instance.tags.begin(), instance.tags.end(),
                       [&](const std::string& kept) { return model::same_label(kept, tag); }))
        fault("instance {} of {} lacks the tag {}", instance.id, wanted.logical_id, tag);
  }

  /// Every digit of it: what a double makes of a number is another one.
  void holds_number(const sim::Instance& instance, const Wanted& wanted) {
    const auto at = instance.configuration.find("pagination.max");
    const std::string kept = at == instance.configuration.end() ? "nothing" : at->second.value_or("null");
    if (model::canonical_decimal(kept) != model::canonical_decimal(wanted.number))
      fault("instance {} of {} has {} where its manifest says {}", instance.id, wanted.logical_id, kept,
            wanted.number);
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

  /// Workspace 0 made the last runs (or the one of its shard): that sink has to be complete.
  void tokens_are_kept() {
    std::map<size_t, std::map<std::string, std::string>> sinks;
    for (const auto& [number, text] : evidence_.tokens)
      sinks[number] = tokens_of(text);
    for (const auto& [id, instance] : platform_.instances()) {
      const std::string logical = identity_in_use(platform_, *instance);
      if (wanted_ids_.count(logical) == 0)
        continue;
      const auto& kept = sinks[scenario_.shards > 0 ? static_cast<size_t>(shard_of(logical) - 1) : 0];
      const auto at = kept.find(instance->element + "/" + logical);
      if (at == kept.end())
        fault("the token of {} ({}) is in no sink", logical, id);
      else if (at->second != instance->token)
        fault("the kept token of {} is not that of instance {}", logical, id);
    }
    published_tokens_never_change();
  }

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

  /// The part of the stack that an identity belongs to (docs/guarantees.md), worked out anew.
  [[nodiscard]] int shard_of(const std::string& logical) const {
    const std::string digest = crypto::sha256_hex("cerec shard v1\nsim/" + logical);
    return static_cast<int>(std::stoull(digest.substr(0, 15), nullptr, 16) %
                            static_cast<uint64_t>(scenario_.shards)) +
           1;
  }

  void stays_in_its_shard(const sim::Mutation& mutation) {
    const auto run = std::find_if(scenario_.runs.begin(), scenario_.runs.end(),
                                  [&](const Run& each) { return each.actor == mutation.actor; });
    if (run == scenario_.runs.end() || run->shard == 0)
      return;
    for (const sim::InstancePtr& state : {mutation.before, mutation.after})
      if (state && !owned_id(*state).empty() && shard_of(owned_id(*state)) != run->shard)
        fault("{} wrote to instance {} of shard {}", mutation.actor, mutation.id, shard_of(owned_id(*state)));
  }

  void last_runs_converge() {
    for (size_t i = 0; i < evidence_.last_runs.size(); ++i) {
      const RunResult& run = evidence_.last_runs[i];
      // The first fault-free apply may still find a duplicate that came late; the second and the plan must be
      // quiet.
      const bool lossy = scenario_.loses_fingerprints() && run.command == "plan" && run.exit_code == 2;
      const int expected = run.command == "plan" ? last_plan_exit(run.exit_code) : 0;
      if (run.round > 0 && run.exit_code != expected && !lossy && !any_burnt())
        fault("fault-free {} {} ended with exit code {}, not {}: {}", run.command, i, run.exit_code, expected,
              run.out.substr(0, 2000) + run.err);
    }
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

  const Scenario& scenario_;
  const World& world_;
  const sim::Platform& platform_;
  const Evidence& evidence_;
  const std::set<std::string> lost_at_the_console_;
  std::set<std::string> wanted_ids_;
  std::vector<std::string> faults_;
};

} // namespace

std::vector<std::string> violations(const Scenario& scenario, const World& world, const Evidence& evidence) {
  return Checker(scenario, world, evidence).run();
}

} // namespace cerec::simulation
