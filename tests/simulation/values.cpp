#include "simulation/values.hpp"

#include "cerec/model/decimal.hpp"
#include "cerec/model/label.hpp"
#include "simulation/audit.hpp"
#include "simulation/findings.hpp"
#include "simulation/outcomes.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace cerec::simulation {
namespace {

class Values : public Findings {
public:
  Values(const Scenario& scenario, const sim::Platform& platform) : scenario_(scenario), platform_(platform) {
    for (const Wanted& wanted : scenario.wanted)
      wanted_ids_.insert(wanted.logical_id);
  }

  /// What the service really holds, secrets in clear: the program sees only masks of those.
  void values_are_as_declared() {
    const std::set<int64_t> known = verifiable();
    for (const auto& [id, instance] : platform_.instances())
      for (const Wanted& wanted : scenario_.wanted)
        if (wanted.logical_id == identity_in_use(platform_, *instance) &&
            !waits_for_replace(*instance, wanted))
          holds_what_is_declared(*instance, wanted, known.count(id) > 0);
  }

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

private:
  /// A create that can come to nothing any more holds the replaces back: the old one stays as it was.
  [[nodiscard]] bool waits_for_replace(const sim::Instance& instance, const Wanted& wanted) const {
    return instance.element != wanted.element && scenario_.is_replaced(wanted.logical_id) &&
           std::any_of(scenario_.wanted.begin(), scenario_.wanted.end(), [&](const Wanted& other) {
             return is_burnt(scenario_, platform_, other) &&
                    (scenario_.shards == 0 || shard_of(other.logical_id, scenario_.shards) ==
                                                  shard_of(wanted.logical_id, scenario_.shards));
           });
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

  const Scenario& scenario_;
  const sim::Platform& platform_;
  std::set<std::string> wanted_ids_;
};

} // namespace

std::vector<std::string> wrong_values(const Scenario& scenario, const sim::Platform& platform) {
  Values judge(scenario, platform);
  judge.values_are_as_declared();
  return judge.take();
}

int last_plan_exit(const Scenario& scenario, const sim::Platform& platform, int exit_code) {
  return Values(scenario, platform).last_plan_exit(exit_code);
}

} // namespace cerec::simulation
