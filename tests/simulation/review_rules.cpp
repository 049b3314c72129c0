#include "simulation/review_rules.hpp"

#include "simulation/audit.hpp"
#include "simulation/review.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <set>

namespace cerec::simulation {
namespace {

using nlohmann::json;
using sim::Mutation;

/// A change as a reader of the report sees it.
struct Listed {
  std::string kind, logical;
  int64_t id = 0;
  std::map<std::string, json> after; ///< path -> value; a secret is an object
};

std::vector<Listed> listed_by(const RunResult& run) {
  std::vector<Listed> all;
  const json report = json::parse(run.out, nullptr, false);
  if (!report.is_object() || !report.contains("plan") || !report["plan"].is_object())
    return all;
  for (const json& change : report["plan"].value("changes", json::array())) {
    Listed one{change.value("kind", ""), change.value("id", ""), 0, {}};
    if (one.kind == "keep" || !change.value("refusal", json()).is_null())
      continue;
    if (change.value("remote", json()).is_object())
      one.id = change["remote"].value("id", int64_t{0});
    for (const json& field : change.value("diff", json::array()))
      one.after[field.value("path", "")] = field.value("after", json());
    all.push_back(std::move(one));
  }
  return all;
}

std::set<std::string> user_tags(const sim::Instance& instance) {
  std::set<std::string> tags;
  for (const std::string& tag : instance.tags)
    if (!tag.starts_with("cerec:"))
      tags.insert(tag);
  return tags;
}

bool is_slipped(const sim::Instance& instance) {
  const auto holds = [](const std::string& text) { return text.find(k_slipped_in) != std::string::npos; };
  return std::any_of(instance.tags.begin(), instance.tags.end(), holds) ||
         std::any_of(instance.configuration.begin(), instance.configuration.end(),
                     [&](const auto& entry) { return entry.second && holds(*entry.second); });
}

bool is_unfinished(const Mutation& mutation) {
  return mutation.before && !owned_id(*mutation.before).empty() &&
         !has_tag(*mutation.before, "cerec:settled");
}

class Judge {
public:
  Judge(const Scenario& scenario, const Run& run, const RunResult& result, const sim::Platform& platform)
      : run_(run), result_(result), platform_(platform), tags_damaged_(scenario.damages_tags()),
        by_disable_(scenario.delete_by_disable), faulty_(!scenario.faults.empty()),
        listed_(listed_by(result)) {}

  std::vector<std::string> faults() {
    for (const Mutation& mutation : platform_.history()) {
      if (mutation.actor != run_.actor) {
        note(mutation);
        continue;
      }
      if (out_of_place())
        fault("wrote to instance {} with a plan that is out of place or time", mutation.id);
      if (mutation.after && mutation.after->account != 0)
        fault("wrote to another user's account");
      if (mutation.after && is_slipped(*mutation.after))
        fault("wrote to instance {} what nobody has reviewed", mutation.id);
      if (!is_unfinished(mutation)) // the create protocol's own business: it goes by listings of its own
        not_behind_a_back(mutation);
      if (!tags_damaged_) // else nobody can tell whose it is
        is_listed(mutation);
    }
    if (!by_disable_)
      deletes_are_true();
    return std::move(faults_);
  }

private:
  template <class... Args>
  void fault(fmt::format_string<Args...> text, Args&&... args) {
    faults_.push_back(run_.actor + " " + fmt::format(text, std::forward<Args>(args)...));
  }

  /// "Already applied" too.
  void deletes_are_true() {
    const json report = json::parse(result_.out, nullptr, false);
    const json outcome = report.is_object() ? report.value("outcome", json()) : json();
    if (!outcome.is_object())
      return;
    for (const json& change : outcome.value("changes", json::array()))
      for (const Listed& one : listed_)
        if (one.kind == "delete" && change.value("kind", "") == "delete" &&
            change.value("ending", "") == "done" &&
            change.value("address", "").ends_with("/" + one.logical) && platform_.find(one.id) != nullptr)
          fault("calls the delete of {} done, and instance {} is there", one.logical, one.id);
  }

  [[nodiscard]] bool out_of_place() const {
    const auto& edits = run_.review.edits;
    return run_.review.skew > std::chrono::hours(24) || run_.review.skew < -std::chrono::minutes(10) ||
           std::find(edits.begin(), edits.end(), Review::Edit::user) != edits.end();
  }

  /// What others did to an instance, if a plan sees it: a light listing shows no configuration, and what is
  /// only deleted is not read in full.
  void note(const Mutation& mutation) {
    if (mutation.actor != "console" || !mutation.before || !mutation.after)
      return;
    const bool in_any_listing =
        mutation.before->name != mutation.after->name || mutation.before->tags != mutation.after->tags;
    const Listed* one = listed(mutation);
    const bool in_full =
        one != nullptr && (one->kind == "update" || one->kind == "adopt") && !run_.refresh_changed;
    if (in_any_listing || in_full)
      touched_[mutation.id] = mutation.time;
  }

  /// It moved after the last look that the run had to take before this write. A run that is stopped between
  /// the look and the write sends it when it wakes up (docs/guarantees.md, the limit of pauses).
  [[nodiscard]] bool in_the_blind(const Mutation& mutation, base::WallTime touched) const {
    base::Duration blind = k_blind;
    for (const Stop& stop : result_.stops)
      if (stop.from < mutation.time && stop.to > touched)
        blind += stop.to - stop.from;
    return mutation.time - touched <= blind;
  }

  /// An instance that somebody touched is left alone, unless that was after the last look that the run had to
  /// take.
  void not_behind_a_back(const Mutation& mutation) {
    const auto touched = touched_.find(mutation.id);
    if (touched == touched_.end() || !result_.approved)
      return;
    const bool late = !faulty_ && !in_the_blind(mutation, touched->second); // a repeated write is one write
    const bool seen = touched->second <= *result_.approved || late;
    if (touched->second >= result_.planned && seen)
      fault("wrote to instance {}, which moved after the plan was made", mutation.id);
  }

  [[nodiscard]] const Listed* listed(const Mutation& mutation) const {
    const std::string logical = owned_id(mutation.after ? *mutation.after : *mutation.before);
    for (const Listed& one : listed_)
      if (one.id == mutation.id || (!logical.empty() && one.logical == logical))
        return &one;
    return nullptr;
  }

  void is_listed(const Mutation& mutation) {
    if (mutation.before && made_by(platform_, mutation.id) == run_.actor)
      return; // the create protocol's own business
    const Listed* one = listed(mutation);
    if (one == nullptr)
      return fault("wrote to instance {}, which its plan does not list", mutation.id);
    if (mutation.kind == sim::MutationKind::create && one->kind != "create" && one->kind != "replace")
      return fault("created {}, and its plan lists \"{}\"", one->logical, one->kind);
    const auto touched = touched_.find(mutation.id);
    if (!mutation.after || (touched != touched_.end() && in_the_blind(mutation, touched->second)))
      return; // what moved too late to be seen is written over
    const sim::Instance nothing;
    const sim::Instance& before = mutation.before ? *mutation.before : nothing;
    const sim::Instance& after = *mutation.after;
    if (before.name != after.name)
      value_is_listed(*one, "name", after.name);
    for (const auto& [key, value] : after.configuration)
      if (const auto old = before.configuration.find(key);
          !key.starts_with("oauth.user.") && (old == before.configuration.end() || old->second != value))
        value_is_listed(*one, "configuration." + key, value.value_or(""));
    if (user_tags(before) != user_tags(after) && one->kind != "release")
      path_is_listed(*one, "tags");
    if (before.disabled != after.disabled && one->kind != "delete")
      path_is_listed(*one, "disabled");
  }

  const json* path_is_listed(const Listed& one, const std::string& path) {
    const auto found = one.after.find(path);
    if (found != one.after.end())
      return &found->second;
    fault("wrote {} of {}, which its plan does not list", path, one.logical);
    return nullptr;
  }

  /// Only plain texts are compared by value: a service may keep names, numbers and objects in a form of its
  /// own.
  void value_is_listed(const Listed& one, const std::string& path, const std::string& value) {
    const json* after = path_is_listed(one, path);
    const bool plain = path == "configuration.siteAddress" || path == "configuration.apikey.user.name";
    if (plain && after != nullptr && after->is_string() && *after != value)
      fault("wrote {} of {} with another value than its plan lists", path, one.logical);
  }

  const Run& run_;
  const RunResult& result_;
  const sim::Platform& platform_;
  bool tags_damaged_, by_disable_, faulty_;
  std::vector<Listed> listed_;
  std::map<int64_t, base::WallTime> touched_;
  std::vector<std::string> faults_;
};

} // namespace

std::vector<std::string> unreviewed_writes(const Scenario& scenario, const sim::Platform& platform,
                                           const Evidence& evidence) {
  std::vector<std::string> faults;
  for (const RunResult& result : evidence.runs)
    for (const Run& run : scenario.runs)
      if (run.actor == result.actor && run.review.way != Review::Way::none && !result.crashed)
        for (std::string& one : Judge(scenario, run, result, platform).faults())
          faults.push_back(std::move(one));
  if (!evidence.other_sink.empty())
    faults.emplace_back("a token went to a sink that nobody has reviewed");
  return faults;
}

} // namespace cerec::simulation
