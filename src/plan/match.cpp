#include "plan/match.hpp"

#include "cerec/base/text.hpp"
#include "cerec/model/label.hpp"
#include "plan/take_over.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace cerec::plan {
namespace {

using model::DesiredInstance;
using model::LiveInstance;
using Group = std::vector<const LiveInstance*>;

bool by_id(const LiveInstance* a, const LiveInstance* b) {
  return a->id < b->id;
}

class Matcher {
public:
  Matcher(const std::vector<DesiredInstance>& desired, const model::Listing& live, const Options& options)
      : options_(options), take_over_(options.mode.take_over) {
    for (const DesiredInstance& one : desired)
      result_.matches.push_back(
          {&one, How::absent, nullptr, {}, model::identity_code(options.stack, one.address.logical_id)});
    std::sort(result_.matches.begin(), result_.matches.end(), [](const Match& a, const Match& b) {
      return std::tie(a.desired->address, a.desired->name) < std::tie(b.desired->address, b.desired->name);
    });
    for (const Match& match : result_.matches)
      declared_.emplace(match.identity, Declared{match.desired, 0});
    for (const LiveInstance& one : live.instances)
      live_.push_back(recognised(one));
    if (!std::is_sorted(live_.begin(), live_.end(), by_id))
      std::sort(live_.begin(), live_.end(), by_id);
  }

  Matching run() {
    index();
    for (Match& match : result_.matches)
      by_identity(match);
    by_take_over();
    by_names();
    collect_rest();
    for (std::string& text : take_over_.warnings())
      result_.warnings.push_back(std::move(text));
    return std::move(result_);
  }

private:
  struct Declared {
    const DesiredInstance* desired = nullptr;
    int manifests = 0; ///< of this identity, so far
  };

  /// The instance; if its readable tags are lost and its code is that of a declared identity, a copy that
  /// says whose it is.
  const LiveInstance* recognised(const LiveInstance& one) {
    const model::Ownership& owner = one.ownership;
    if (!owner.owned() || owner.readable() || one.contradictory())
      return &one;
    const auto declared = declared_.find(owner.code);
    if (declared == declared_.end())
      return &one;
    LiveInstance& copy = result_.recognised.emplace_back(one);
    copy.ownership.stack = options_.stack;
    copy.ownership.logical_id = declared->second.desired->address.logical_id;
    return &copy;
  }

  void index() {
    own_.reserve(live_.size());
    std::vector<std::string> unreadable;
    for (const LiveInstance* one : live_) {
      const Tier tier = tier_of(*one);
      if (one->contradictory())
        result_.warnings.push_back(fmt::format(
            "instance {} ({}) carries two identities ({}): it is left alone; remove one of its cerec:id tags",
            one->id, base::visible(one->name), base::visible(one->owner_text())));
      else if (tier == Tier::foreign && !one->ownership.readable())
        unreadable.push_back(std::to_string(one->id));
      if (tier == Tier::unowned)
        ++result_.unowned;
      else if (tier == Tier::foreign)
        ++result_.foreign;
      if (tier == Tier::ours || (one->contradictory() && declared_.count(one->ownership.code) > 0))
        own_[one->ownership.code].push_back(one);
      for (const std::string& code : one->other_identities)
        if (declared_.count(code) > 0)
          own_[code].push_back(one);
    }
    if (!unreadable.empty())
      result_.warnings.push_back(unreadable_text(unreadable));
  }

  static std::string unreadable_text(const std::vector<std::string>& ids) {
    constexpr size_t most = 10;
    const std::vector<std::string> first(
        ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(std::min(most, ids.size())));
    return fmt::format("{} carry an identity whose readable tags are lost or damaged ({}{}): they count as "
                       "another stack's, and are neither adopted nor pruned",
                       base::counted(ids.size(), "instance"), fmt::join(first, ", "),
                       ids.size() > most ? ", ..." : "");
  }

  /// Quarantined instances count as deleted: they matter only where nothing else has the identity, and not at
  /// all if they were never settled. The look-up of a create leaves them out too.
  void by_identity(Match& match) {
    if (++declared_.at(match.identity).manifests > 1) {
      match.how = How::ambiguous; // two manifests of one logical id; manifest::check_set says it better
      return;
    }
    const auto found = own_.find(match.identity);
    if (found == own_.end())
      return;
    Group settled, unsettled, quarantined;
    for (const LiveInstance* one : found->second)
      if (!one->ownership.quarantined)
        (one->ownership.settled ? settled : unsettled).push_back(one);
      else if (one->ownership.settled)
        quarantined.push_back(one);
    if (settled.empty() && unsettled.empty())
      settled = std::move(quarantined);
    const bool contradictory = std::any_of(found->second.begin(), found->second.end(),
                                           [](const LiveInstance* one) { return one->contradictory(); });
    if (settled.size() > 1 || contradictory) {
      settle_by_take_over(match, found->second, settled);
    } else if (settled.size() == 1) {
      match.how = How::identity;
      match.live = settled.front();
    } else if (!unsettled.empty()) {
      match.how = How::unsettled;
      match.live = unsettled.front();
      match.candidates = std::move(unsettled);
    }
  }

  void settle_by_take_over(Match& match, const Group& all, const Group& settled) {
    const std::optional<int64_t> id = take_over_.id_for(*match.desired);
    // One that carries another identity too is neither chosen nor a loser: its other owner would lose it.
    const bool clean =
        std::none_of(all.begin(), all.end(), [](const LiveInstance* one) { return one->contradictory(); });
    for (const LiveInstance* one : settled)
      if (id == one->id && clean) {
        match.how = How::identity;
        match.live = one;
        for (const LiveInstance* other : settled)
          if (other != one)
            result_.losers.push_back({other, one});
        return;
      }
    match.how = How::ambiguous;
    match.candidates = settled.empty() ? all : settled;
  }

  /// "NAME=ID" for a manifest that no identity matched: any instance of the element that no manifest has.
  void by_take_over() {
    if (take_over_.empty())
      return;
    for (const Match& match : result_.matches)
      if (match.live != nullptr)
        claimed_.insert(match.live);
    for (Match& match : result_.matches) {
      if (match.how != How::absent)
        continue;
      const std::optional<int64_t> id = take_over_.id_for(*match.desired);
      if (!id)
        continue;
      const auto at =
          std::lower_bound(live_.begin(), live_.end(), *id,
                           [](const LiveInstance* one, int64_t wanted) { return one->id < wanted; });
      const bool usable = at != live_.end() && (*at)->id == *id && !(*at)->contradictory() &&
                          same_element(match.desired->element, (*at)->element) && claimed_.insert(*at).second;
      if (usable) {
        match.how = How::taken_over;
        match.live = *at;
      } else {
        result_.warnings.push_back(
            fmt::format("--take-over '{}={}': no free instance of element {} has this id",
                        base::visible(match.desired->name), *id, match.desired->element.text()));
      }
    }
  }

  void by_names() {
    std::vector<Match*> open;
    for (Match& match : result_.matches)
      if (match.how == How::absent)
        open.push_back(&match);
    if (open.empty())
      return;
    index_names();
    // Exact names of all manifests come before previous names of any: a name that moved on belongs to the
    // manifest that has it now.
    for (const bool previous : {false, true}) {
      std::unordered_map<const LiveInstance*, std::vector<Match*>> claims;
      for (Match* match : open)
        if (match->how == How::absent)
          claim(*match, previous, claims);
      for (const auto& [live, claimants] : claims) {
        claimed_.insert(live);
        if (claimants.size() > 1)
          for (Match* match : claimants) {
            match->how = How::ambiguous;
            match->live = nullptr;
            match->candidates = {live};
          }
      }
    }
  }

  void index_names() {
    for (const Match& match : result_.matches)
      if (match.live != nullptr)
        claimed_.insert(match.live);
    for (const LiveInstance* one : live_) {
      const model::Ownership& owner = one->ownership;
      if (tier_of(*one) == Tier::ours &&
          (!owner.settled || owner.quarantined || declared_.count(owner.code) > 0))
        continue; // not an orphan
      by_name_[model::label_of(one->name)].push_back(one);
    }
  }

  enum class Tier { ours, unowned, foreign };
  [[nodiscard]] Tier tier_of(const LiveInstance& one) const {
    const model::Ownership& owner = one.ownership;
    if (!owner.owned())
      return Tier::unowned;
    return owner.readable() && owner.stack == options_.stack ? Tier::ours : Tier::foreign;
  }

  [[nodiscard]] Group named(const DesiredInstance& desired, const std::string& name, Tier tier) const {
    Group group;
    const auto found = by_name_.find(model::label_of(name));
    if (found == by_name_.end())
      return group;
    for (const LiveInstance* one : found->second)
      if (tier_of(*one) == tier && same_element(desired.element, one->element) && claimed_.count(one) == 0)
        group.push_back(one);
    return group;
  }

  void claim(Match& match, bool previous,
             std::unordered_map<const LiveInstance*, std::vector<Match*>>& claims) {
    static constexpr std::pair<Tier, How> tiers[] = {
        {Tier::ours, How::renumbered}, {Tier::unowned, How::unowned}, {Tier::foreign, How::foreign}};
    const std::vector<std::string> names =
        previous ? match.desired->previous_names : std::vector<std::string>{match.desired->name};
    for (const auto& [tier, how] : tiers) {
      Group group;
      for (const std::string& name : names)
        if (group = named(*match.desired, name, tier); !group.empty())
          break;
      if (group.empty())
        continue;
      const bool doubtful = group.size() > 1 || group.front()->contradictory();
      if (doubtful) {
        match.how = How::ambiguous;
        match.candidates = std::move(group);
        return;
      }
      match.live = group.front();
      match.how = how;
      if (how == How::foreign && take_over_.names(*match.desired))
        match.how = How::taken_over;
      if (match.how == How::foreign)
        match.candidates = std::move(group);
      else
        claims[match.live].push_back(&match);
      return;
    }
  }

  /// What no manifest matched: orphans, duplicates, and the counts.
  void collect_rest() {
    std::unordered_set<const LiveInstance*> matched;
    for (const Match& match : result_.matches) {
      if (match.live != nullptr)
        matched.insert(match.live);
      matched.insert(match.candidates.begin(), match.candidates.end());
      if (match.how == How::unowned || match.how == How::taken_over) {
        const Tier tier = tier_of(*match.live);
        result_.unowned -= tier == Tier::unowned ? 1 : 0;
        result_.foreign -= tier == Tier::foreign ? 1 : 0;
      }
    }
    for (const Surplus& loser : result_.losers)
      matched.insert(loser.live);
    for (const LiveInstance* one : live_) {
      const model::Ownership& owner = one->ownership;
      if (tier_of(*one) != Tier::ours)
        continue;
      if (owner.quarantined && matched.count(one) == 0)
        ++result_.quarantined;
      else if (owner.settled)
        ++result_.owned;
      if (owner.quarantined || matched.count(one) > 0 || one->contradictory())
        continue;
      if (const LiveInstance* winner = owner.settled ? nullptr : settled_one(owner.code))
        result_.duplicates.push_back({one, winner});
      else
        result_.orphans.push_back(one);
    }
  }

  [[nodiscard]] const LiveInstance* settled_one(const std::string& code) const {
    for (const LiveInstance* one : own_.at(code))
      if (one->ownership.settled && !one->ownership.quarantined && !one->contradictory())
        return one;
    return nullptr;
  }

  const Options& options_;
  TakeOvers take_over_;
  Matching result_;
  Group live_;
  std::unordered_map<std::string_view, Group> own_;         ///< by code of the identity
  std::unordered_map<std::string, Group> by_name_;          ///< by label
  std::unordered_map<std::string_view, Declared> declared_; ///< likewise
  std::unordered_set<const LiveInstance*> claimed_;
};

} // namespace

bool same_element(const model::ElementRef& desired, const model::ElementRef& live) {
  return desired.key.empty() ? desired.id != 0 && desired.id == live.id : desired.key == live.key;
}

Matching match(const std::vector<DesiredInstance>& desired, const model::Listing& live,
               const Options& options) {
  return Matcher(desired, live, options).run();
}

} // namespace cerec::plan
