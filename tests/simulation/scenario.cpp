#include "simulation/scenario.hpp"

#include "cerec/sim/timeline.hpp"
#include "simulation/account.hpp"
#include "simulation/review.hpp"

#include <csignal>
#include <fmt/format.h>
#include <iterator>

namespace cerec::simulation {
namespace {

using base::Duration;
using sim::SeededRandom;

constexpr Duration k_longest_delay{20'000}; ///< of stale reads, pauses and writes that a listing decides
constexpr Duration k_longest_post{170'000}; ///< of the late commit of a create; below the settle limit

std::vector<Wanted> draw_wanted(SeededRandom& random,
                                std::vector<std::pair<std::string, std::string>>& secrets) {
  std::vector<Wanted> wanted;
  const size_t count = 1 + random.below(random.chance(0.1) ? 12 : 4);
  for (size_t i = 0; i < count; ++i) {
    Wanted one;
    one.logical_id = fmt::format("id-{}", i);
    if (random.chance(0.15))
      one.element = "pardot";
    one.name = fmt::format("name-{}", i);
    one.password_variable = fmt::format("PASSWORD_{}", i);
    secrets.emplace_back(one.password_variable,
                         fmt::format(R"(canary "password"\{}&{:x}%)", i, random.next()));
    if (random.chance(0.6))
      one.tags = {fmt::format("team-{}", i % 3), "managed"};
    if (random.chance(0.15))
      one.disabled = random.chance(0.5);
    wanted.push_back(std::move(one));
  }
  return wanted;
}

/// The next commit of the manifests: what a team changes between two applies.
void evolve(std::vector<Wanted>& wanted, SeededRandom& random, bool prune,
            std::vector<std::pair<std::string, std::string>>& secrets) {
  for (Wanted& one : wanted) {
    if (random.chance(0.3))
      one.site = "new.gooddata.com";
    if (random.chance(0.2))
      one.tags = {"retagged"};
    if (random.chance(0.15))
      one.disabled = !one.disabled.value_or(false);
    if (random.chance(0.15)) {
      one.previous_names.push_back(one.name);
      one.name += "-renamed";
    }
    if (random.chance(0.04)) // a replace
      one.element = one.element == "gooddata" ? "pardot" : "gooddata";
    if (random.chance(0.2)) {
      one.password_variable += "_NEW";
      secrets.emplace_back(one.password_variable, fmt::format("canary-new-password-{:x}", random.next()));
    }
  }
  if (prune && wanted.size() > 1 && random.chance(0.7))
    wanted.pop_back();
  if (random.chance(0.5)) {
    Wanted added = wanted.front();
    added.logical_id = "added";
    added.name = "added";
    added.previous_names.clear();
    wanted.push_back(std::move(added));
  }
}

/// Answers in the service's own shape that say nothing of what was asked.
void draw_odd_answer(SeededRandom& random, http::Method method, std::string_view path, sim::Effect& effect) {
  const bool lists = method == http::Method::get && path == "/instances";
  if (!random.chance(lists || method == http::Method::del ? 0.2 : 0.05))
    return;
  effect = {};
  if (lists && random.chance(0.5)) {
    effect.reading.without_tags = true;
    return;
  }
  effect.status = 404;
  effect.body = sim::Effect::Body::no_route;
}

void draw_faults(SeededRandom& random, Scenario& scenario) {
  static constexpr struct {
    http::Method method;
    const char* path;
  } k_where[] = {
      {http::Method::get, "/instances"},
      {http::Method::get, "/instances"},
      {http::Method::get, "/instances/{id}"},
      {http::Method::post, "/instances"},
      {http::Method::post, "/instances"},
      {http::Method::post, "/instances"},
      {http::Method::patch, "/instances/{id}"},
      {http::Method::patch, "/instances/{id}"},
      {http::Method::del, "/instances/{id}"},
      {http::Method::put, "/instances/{id}/enabled"},
      {http::Method::del, "/instances/{id}/enabled"},
  };
  const uint64_t count = random.below(5);
  for (uint64_t i = 0; i < count; ++i) {
    const auto& where = k_where[random.below(std::size(k_where))];
    sim::FaultRule rule;
    rule.where.method = std::string(http::text_of(where.method));
    rule.where.path = where.path;
    if (random.chance(0.15)) { // longer than all attempts at one request
      rule.from = 1 + static_cast<int>(random.below(6));
      rule.to = rule.from + 3 + static_cast<int>(random.below(10));
    } else if (random.chance(0.8)) {
      rule.nth = 1 + static_cast<int>(random.below(5));
    } else {
      rule.every = 2 + static_cast<int>(random.below(3));
    }
    const bool posts = where.method == http::Method::post;
    rule.effect = sim::draw_fault(random, where.method, where.path, posts ? k_longest_post : k_longest_delay);
    if (random.chance(0.04)) { // never an answer, and a commit that may come late
      rule.effect = {};
      rule.effect.ending = sim::Effect::Ending::hang;
      if (random.chance(0.5))
        rule.effect.late_commit = random.between(Duration{0}, posts ? k_longest_post : k_longest_delay);
    } else if (random.chance(0.04)) { // a plain no that repeats what it was sent, secrets and all
      rule.effect = {};
      rule.effect.status = 400;
      rule.effect.body = sim::Effect::Body::echo;
    }
    draw_odd_answer(random, where.method, where.path, rule.effect);
    scenario.faults.push_back(std::move(rule));
  }
}

Mishap draw_mishap(SeededRandom& random) {
  Mishap mishap;
  mishap.step = 1 + static_cast<int>(random.below(60));
  switch (random.below(8)) {
  case 0:
  case 1:
  case 2:
  case 3:
    mishap.kind = Mishap::Kind::crash;
    break;
  case 4:
  case 5:
    mishap.kind = Mishap::Kind::pause;
    mishap.length = random.between(Duration{100}, k_longest_delay);
    break;
  case 6:
    mishap.kind = Mishap::Kind::signal;
    mishap.number = random.chance(0.5) ? SIGINT : SIGTERM;
    break;
  default:
    mishap.kind = Mishap::Kind::disk_full;
    break;
  }
  return mishap;
}

void add_mishap(SeededRandom& random, Run& run) {
  run.mishaps.push_back(draw_mishap(random));
  if (run.mishaps.back().kind != Mishap::Kind::signal || !random.chance(0.4))
    return;
  Mishap second = run.mishaps.back(); // whoever waits cannot wait
  second.step += static_cast<int>(random.below(12));
  run.mishaps.push_back(second);
}

void draw_flags(SeededRandom& random, const Scenario& scenario, Run& run) {
  run.refresh_changed = random.chance(0.15);
  if (scenario.shards == 0 && random.chance(0.12))
    run.review.way = Review::Way::file;
  if (random.chance(0.3)) // so that answers and commits come after the client has given up
    run.timeout = 5 + static_cast<int>(random.below(20));
}

void draw_runs(SeededRandom& random, Scenario& scenario) {
  const uint64_t appliers =
      scenario.shards > 0 ? static_cast<uint64_t>(scenario.shards) : 1 + random.below(3);
  for (uint64_t i = 0; i < appliers; ++i) {
    Run run;
    run.actor = fmt::format("apply-{}", i);
    run.workspace = i;
    run.shard = scenario.shards > 0 ? static_cast<int>(i) + 1 : 0;
    run.start = random.chance(0.5) ? Duration{0} : random.between(Duration{0}, Duration{3'000});
    run.parallelism = random.chance(0.3) ? 1 : 10;
    draw_flags(random, scenario, run);
    const uint64_t mishaps = random.below(3);
    for (uint64_t m = 0; m < mishaps; ++m)
      add_mishap(random, run);
    const bool crashes = std::any_of(run.mishaps.begin(), run.mishaps.end(),
                                     [](const Mishap& mishap) { return mishap.kind == Mishap::Kind::crash; });
    scenario.runs.push_back(run);
    if (!crashes || !random.chance(0.6))
      continue;
    // The pipeline starts it again, in the same workspace or on a new runner.
    Run again = run;
    again.actor += "-again";
    again.start += random.between(Duration{50}, Duration{30'000});
    if (random.chance(0.5))
      again.workspace += 10;
    again.mishaps.clear();
    if (random.chance(0.3))
      add_mishap(random, again);
    scenario.runs.push_back(std::move(again));
  }
  if (random.chance(0.1)) {
    Run reader;
    reader.actor = "drift";
    reader.command = "drift";
    reader.workspace = 20;
    reader.start = random.between(Duration{0}, Duration{2'000});
    scenario.runs.push_back(std::move(reader));
  }
}

/// Containers that restart at once: killed with creates under way, in one folder or in folders of their own,
/// and then left in peace; somebody asks `drift` and `plan` right after.
void draw_restarts(SeededRandom& random, Scenario& scenario) {
  if (scenario.shards > 0 || scenario.damages_tags() || !random.chance(0.12))
    return;
  scenario.runs.clear();
  if (random.chance(0.6))
    scenario.faults.clear();
  if (random.chance(0.7))
    scenario.strangers.push_back(known_instance());
  const bool one_folder = random.chance(0.5);
  std::string previous;
  const auto add = [&](const std::string& actor, const std::string& command, size_t workspace) {
    Run run;
    run.actor = actor;
    run.command = command;
    run.workspace = workspace;
    run.after = previous;
    run.start = random.between(Duration{1}, Duration{400});
    scenario.runs.push_back(run);
  };
  const size_t killed = 1 + random.below(2);
  for (size_t i = 0; i < killed; ++i) {
    add(fmt::format("killed-{}", i), "apply", one_folder ? 0 : i);
    Mishap mishap;
    mishap.kind = Mishap::Kind::crash;
    mishap.step = 2 + static_cast<int>(random.below(6 + 4 * scenario.wanted.size()));
    scenario.runs.back().mishaps.push_back(mishap);
    previous = scenario.runs.back().actor;
  }
  add("quiet", "apply", one_folder ? 0 : 7);
  previous = "quiet";
  add("quiet-drift", "drift", 8);
  add("quiet-plan", "plan", 9);
}

/// The key of the fingerprints is configured, rotated, or lost between two applies.
void draw_keys(SeededRandom& random, Scenario& scenario) {
  static constexpr const char* k_one = "canary-A5rU5BpDeNQ8U3kOk9YwTJcJvHWCS80vZ-wk";
  static constexpr const char* k_other = "canary-Bq7Zc2LmVt0XyR4hWs6JpKd9FgEu3NoIa1vM";
  if (scenario.before.empty() || !random.chance(0.25))
    return;
  switch (random.below(4)) {
  case 0:
    scenario.keys = {"", k_one, ""};
    break;
  case 1:
    scenario.keys = {k_one, k_one, ""};
    break;
  case 2:
    scenario.keys = {k_one, k_other, k_one};
    break;
  default:
    scenario.keys = {k_one, k_other, ""};
    break;
  }
}

void draw_console(SeededRandom& random, Scenario& scenario) {
  if (!random.chance(0.4))
    return;
  const uint64_t count = 1 + random.below(4);
  for (uint64_t i = 0; i < count; ++i) {
    ConsoleAct act;
    act.kind = static_cast<ConsoleAct::Kind>(random.below(9));
    act.at = random.between(Duration{0}, Duration{4'000});
    act.pick = random.next();
    // Reserved tags that vanish while runs write are beyond what is promised: a write that was decided before
    // brings them back, and the API has no compare-and-swap. All runs of a schedule find them gone.
    if (act.kind == ConsoleAct::Kind::drop_tags)
      act.at = Duration{0};
    scenario.console.push_back(act);
  }
}

/// Two stacks, one set of sink files. Ours come first: what they hold is theirs to keep.
void draw_sinks(SeededRandom& random, Scenario& scenario) {
  scenario.sinks.used = random.chance(0.4) && !scenario.damages_tags() && !scenario.hides_tags();
  if (!scenario.sinks.used)
    return;
  if (random.chance(0.6))
    scenario.sinks.refuses = 2 + static_cast<int>(random.below(3));
  if (random.chance(0.5)) // one runner that is started again and again: its memory has to be right
    for (Run& run : scenario.runs)
      run.workspace = scenario.shards > 0 ? run.workspace : 0;
  if (!random.chance(0.6))
    return;
  scenario.sinks.neighbour = random.between(Duration{0}, Duration{40'000});
  scenario.sinks.same_id = scenario.shards == 0 && !scenario.before.empty() && scenario.console.empty() &&
                           scenario.before.front().element == scenario.wanted.front().element &&
                           random.chance(0.5);
}

} // namespace

Scenario generate(uint64_t seed) {
  SeededRandom random(seed * 0x9E3779B97F4A7C15ULL + 1);
  Scenario scenario;
  scenario.seed = seed;
  draw_choices(random, scenario.choices);
  scenario.prune = random.chance(0.3);
  if (random.chance(0.2))
    scenario.shards = 1 + static_cast<int>(random.below(random.chance(0.2) ? 9 : 4));
  if (random.chance(0.3))
    scenario.largest_page = 1 + random.below(4);
  scenario.wanted = draw_wanted(random, scenario.secrets);
  if (random.chance(0.45)) {
    scenario.before = scenario.wanted;
    evolve(scenario.wanted, random, scenario.prune, scenario.secrets);
  }
  draw_strangers(random, scenario);
  // A listing of several pages in an order that changes with each page cannot be read; cerec refuses to plan.
  if (scenario.largest_page < 200 || scenario.strangers.size() > 100)
    scenario.choices.order = sim::Choices::Order::id;
  draw_faults(random, scenario);
  draw_runs(random, scenario);
  draw_console(random, scenario);
  draw_tag_keeping(random, scenario);
  draw_restarts(random, scenario);
  draw_keys(random, scenario);
  draw_habits(random, scenario);
  draw_sinks(random, scenario);
  SeededRandom review_random(seed * 0xD1B54A32D192ED03ULL + 1); // leaves all other draws as they are
  draw_review(review_random, scenario);
  if (scenario.shared_key) // two users verify with one key, whatever was drawn
    scenario.keys = {};
  return scenario;
}

} // namespace cerec::simulation
