#include "cerec/plan/make_plan.hpp"

#include "cerec/base/text.hpp"
#include "plan/changes.hpp"
#include "plan/field_diff.hpp"
#include "plan/guard.hpp"
#include "plan/live_texts.hpp"
#include "plan/match.hpp"
#include "plan/order.hpp"
#include "plan/select.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cerec::plan {
namespace {

using model::Change;
using model::ChangeKind;
using model::Reason;

/// Puts the changes of one plan together.
class Planner {
public:
  Planner(const std::vector<model::DesiredInstance>& desired, const model::Listing& live,
          const Options& options)
      : desired_(desired), options_(options), selection_(options.mode, options.stack),
        matching_(match(desired, live, options)), changes_(options, live.as_of) {
    plan_.binding = options.binding;
    plan_.binding.stack = options.stack;
    plan_.mode = options.mode;
    plan_.mode.partial = options.mode.partial || selection_.partial();
    plan_.limits = options.limits;
    plan_.owned = matching_.owned;
    plan_.ignored_unowned = matching_.unowned;
    plan_.foreign = matching_.foreign;
    plan_.quarantined = matching_.quarantined;
    plan_.listed = live.instances.size();
    plan_.list_requests = live.list_requests;
    plan_.detail_requests = live.detail_requests;
  }

  model::Plan run() {
    if (options_.mode.destroy)
      destroy();
    else
      reconcile();
    plan_.warnings = std::move(matching_.warnings);
    for (std::string& text : changes_.warnings())
      plan_.warnings.push_back(std::move(text));
    plan_.rounded_warning = changes_.rounded_warning();
    if (!plan_.rounded_warning.empty())
      plan_.warnings.push_back(plan_.rounded_warning);
    warn_of_unverified();
    std::sort(plan_.warnings.begin(), plan_.warnings.end());
    order(plan_.changes);
    order(plan_.would_prune);
    guard(plan_, options_, {plan_.owned, deletes_in_all_, desired_.empty()});
    return std::move(plan_);
  }

private:
  /// What nobody can verify is never a silent success.
  void warn_of_unverified() {
    constexpr size_t most = 10;
    std::vector<std::string> names;
    for (const Change& change : plan_.changes)
      if (!change.unverified.empty() && !change.refused())
        names.push_back(change.address.text());
    if (names.empty())
      return;
    std::sort(names.begin(), names.end());
    const size_t count = names.size();
    names.resize(std::min(most, count));
    plan_.warnings.push_back(
        fmt::format("{} cannot be verified ({}{}): whether a secret was changed there cannot be told; name "
                    "the key that was in "
                    "use before, or write the secrets again with --rotate (docs/secrets.md)",
                    base::counted(count, "instance"), fmt::join(names, ", "), count > most ? ", ..." : ""));
  }

  void reconcile() {
    plan_.changes.reserve(matching_.matches.size());
    for (const Match& match : matching_.matches)
      if (selection_.covers(*match.desired))
        of_match(match);
    duplicates();
    for (const Surplus& loser : matching_.losers)
      if (selection_.covers(*loser.live))
        plan_.changes.push_back(changes_.release(*loser.live, Reason::duplicate));
    for (const model::LiveInstance* orphan : matching_.orphans)
      prune(*orphan);
  }

  void of_match(const Match& match) {
    Change change = changes_.of_match(match);
    if (match.how == How::unsettled && !change.refused())
      siblings(match);
    plan_.changes.push_back(std::move(change));
  }

  /// The lowest id is settled (or replaced); what else runs left behind that did not finish goes after it.
  /// However young: a second instance of an identity is a change, and its step knows how to wait.
  void siblings(const Match& match) {
    for (const model::LiveInstance* one : match.candidates)
      if (one != match.live)
        plan_.changes.push_back(changes_.dedupe(*one, *match.live));
  }

  void duplicates() {
    for (const Surplus& duplicate : matching_.duplicates)
      if (selection_.covers(*duplicate.live))
        plan_.changes.push_back(changes_.dedupe(*duplicate.live, *duplicate.winner));
  }

  [[nodiscard]] static std::string in_progress(const model::LiveInstance& live);

  void prune(const model::LiveInstance& orphan) {
    Change change = changes_.removal(orphan, nullptr);
    const bool counts = change.kind == ChangeKind::remove && !change.refused();
    if (!orphan.ownership.settled && changes_.may_be_in_progress(orphan)) {
      matching_.warnings.push_back(in_progress(orphan));
    } else if (!options_.mode.prune) {
      if (selection_.covers(orphan))
        plan_.would_prune.push_back(std::move(change));
    } else if (selection_.by_pattern() || (options_.mode.partial && !selection_.partial())) {
      if (!selection_.covers(orphan))
        return;
      change.refusal = model::Refusal::partial_plan;
      change.advice = "cerec apply --prune";
      plan_.would_prune.push_back(std::move(change));
    } else {
      deletes_in_all_ += counts ? 1 : 0;
      if (selection_.covers(orphan))
        plan_.changes.push_back(std::move(change));
    }
  }

  /// All instances of the stack, declared or not.
  void destroy() {
    const auto remove = [&](const model::LiveInstance& live, const model::DesiredInstance* desired) {
      Change change = changes_.removal(live, desired);
      const bool covered = selection_.covers(live);
      if (change.kind == ChangeKind::remove && !change.refused() && (covered || !selection_.by_pattern()))
        ++deletes_in_all_;
      if (covered)
        plan_.changes.push_back(std::move(change));
    };
    for (const Match& match : matching_.matches) {
      const auto ours = [&](const model::LiveInstance& live) {
        return live.ownership.stack == options_.stack && !live.ownership.quarantined && !live.contradictory();
      };
      if (match.live != nullptr && match.how != How::unsettled && ours(*match.live))
        remove(*match.live, match.desired);
      for (const model::LiveInstance* one : match.candidates)
        if (ours(*one))
          remove(*one, match.desired);
    }
    for (const Surplus& duplicate : matching_.duplicates)
      remove(*duplicate.live, nullptr);
    for (const Surplus& loser : matching_.losers)
      remove(*loser.live, nullptr);
    for (const model::LiveInstance* orphan : matching_.orphans)
      remove(*orphan, nullptr);
  }

  const std::vector<model::DesiredInstance>& desired_;
  const Options& options_;
  Selection selection_;
  Matching matching_;
  ChangeMaker changes_;
  model::Plan plan_;
  size_t deletes_in_all_ = 0;
};

std::string Planner::in_progress(const model::LiveInstance& live) {
  return fmt::format(
      "instance {} of {}/{} was posted at {} and is not settled: another run may be at work; it is "
      "left alone for now",
      live.id, live.ownership.stack, live.ownership.logical_id, live.created);
}

} // namespace

Options options_again(const model::Plan& saved, Options now) {
  now.mode = saved.mode;
  now.limits = saved.limits;
  now.stack_was_named = true;
  return now;
}

model::Plan make_plan(const std::vector<model::DesiredInstance>& desired, const model::Listing& live,
                      const Options& options) {
  model::Plan plan = Planner(desired, live, options).run();
  if (options.known != nullptr)
    cut_live_texts(plan, *options.known);
  return plan;
}

std::vector<int64_t> needed_details(const std::vector<model::DesiredInstance>& desired,
                                    const model::Listing& live, const Options& options, bool changed_only) {
  std::vector<int64_t> ids;
  if (options.mode.destroy)
    return ids;
  Selection selection(options.mode, options.stack);
  for (const Match& match : match(desired, live, options).matches) {
    const bool compared = match.live != nullptr && match.how != How::foreign && match.how != How::ambiguous &&
                          same_element(match.desired->element, match.live->element);
    if (compared && selection.covers(*match.desired) && lacks_details(*match.desired, *match.live) &&
        !(changed_only && manifest_unmoved(*match.desired, *match.live, options)))
      ids.push_back(match.live->id);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

} // namespace cerec::plan
