#include "simulation/review.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::simulation {
namespace {

using base::Duration;
using sim::SeededRandom;
using Edit = Review::Edit;

bool has(const std::vector<Edit>& edits, Edit edit) {
  return std::find(edits.begin(), edits.end(), edit) != edits.end();
}

Duration draw_reading(SeededRandom& random) {
  return random.chance(0.6) ? random.between(Duration{200}, Duration{4'000})
                            : random.between(Duration{4'000}, Duration{120'000});
}

/// Clocks that differ a little, and clocks that make a plan too old or of tomorrow.
Duration draw_skew(SeededRandom& random) {
  static constexpr Duration skews[] = {Duration{0},          Duration{0},           Duration{0},
                                       Duration{180'000},    Duration{-180'000},    std::chrono::hours(25),
                                       Duration{-1'200'000}, std::chrono::hours(20)};
  return skews[random.below(std::size(skews))];
}

Review draw_one(SeededRandom& random, bool shared_key) {
  Review review;
  review.way = random.chance(0.5) ? Review::Way::file : Review::Way::prompt;
  review.reading = draw_reading(random);
  if (review.way == Review::Way::prompt)
    return review;
  review.skew = draw_skew(random);
  static constexpr Edit edits[] = {Edit::default_tag, Edit::default_entry, Edit::sink,
                                   Edit::secret,      Edit::manifest,      Edit::user};
  for (const Edit edit : edits)
    if (random.chance(0.12) && (edit != Edit::user || shared_key))
      review.edits.push_back(edit);
  return review;
}

ConsoleAct act_at(SeededRandom& random, Duration from, Duration to) {
  using Kind = ConsoleAct::Kind;
  static constexpr Kind kinds[] = {Kind::hand_over, Kind::hand_over, Kind::add_tag, Kind::edit, Kind::remove};
  return {kinds[random.below(std::size(kinds))], random.between(from, to), random.next()};
}

/// An orphan that the plan deletes: of those that were applied before and are not wanted.
void leave_an_orphan(Scenario& scenario) {
  if (scenario.before.size() < 2)
    return;
  scenario.prune = true;
  const std::string last = scenario.before.back().logical_id;
  if (scenario.wanted.size() > 1)
    std::erase_if(scenario.wanted, [&](const Wanted& one) { return one.logical_id == last; });
}

} // namespace

sim::Account other_user() {
  return {"canary-user-of-the-same-organization", sim::demo_account().organization};
}

void draw_review(SeededRandom& random, Scenario& scenario) {
  if (!random.chance(0.15) || scenario.damages_tags() || scenario.sinks.used)
    return;
  scenario.faults.clear();
  scenario.console.clear();
  scenario.strangers.clear();
  scenario.shards = 0;
  scenario.shared_key = random.chance(0.4);
  if (random.chance(0.6))
    leave_an_orphan(scenario);
  Run run;
  run.actor = "reviewed";
  run.review = draw_one(random, scenario.shared_key);
  const bool slow = random.chance(0.5);
  if (slow) { // so that what comes last comes late
    run.parallelism = 1;
    scenario.create_time = Duration{2'000};
  }
  const uint64_t acts = random.below(3);
  for (uint64_t i = 0; i < acts; ++i)
    scenario.console.push_back(act_at(random, Duration{150}, run.review.reading));
  if (slow && random.chance(0.7))
    scenario.console.push_back(act_at(random, run.review.reading, run.review.reading + Duration{15'000}));
  scenario.runs = {std::move(run)};
}

std::string edited_project(const std::vector<Edit>& edits) {
  std::string defaults, text;
  if (has(edits, Edit::default_tag))
    defaults += fmt::format("  tags: [{}]\n", k_slipped_in);
  if (has(edits, Edit::default_entry))
    defaults += fmt::format("  elements:\n    gooddata: {{folder.id: {0}}}\n    pardot: {{folder.id: {0}}}\n",
                            k_slipped_in);
  if (!defaults.empty())
    text += "defaults:\n" + defaults;
  if (has(edits, Edit::sink))
    text += fmt::format("tokens:\n  - {{type: file, path: {}}}\n", k_other_sink);
  return text;
}

std::map<std::string, std::string> edited_environment(const std::vector<Edit>& edits,
                                                      const Scenario& scenario) {
  std::map<std::string, std::string> variables;
  if (has(edits, Edit::user))
    variables["CEREC_USER_SECRET"] = other_user().user;
  if (has(edits, Edit::secret))
    for (const Wanted& wanted : scenario.wanted)
      variables[wanted.password_variable] = fmt::format("canary-{}", k_slipped_in);
  return variables;
}

} // namespace cerec::simulation
