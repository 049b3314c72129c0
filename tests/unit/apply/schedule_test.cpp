#include "apply/schedule.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace cerec;
using model::ChangeKind;

namespace {

model::Plan plan_of(const std::vector<ChangeKind>& kinds) {
  model::Plan plan;
  for (const ChangeKind kind : kinds) {
    model::Change change;
    change.kind = kind;
    change.address.logical_id = std::to_string(plan.changes.size());
    plan.changes.push_back(change);
  }
  return plan;
}

/// Starts what may start, ends all of it, until nothing is left: "0 1 | 2" with phases apart.
std::string run(apply::Schedule& schedule, const std::set<size_t>& failing) {
  std::string out;
  while (true) {
    std::vector<size_t> started;
    while (const auto change = schedule.next())
      started.push_back(*change);
    const auto held = schedule.take_held_back();
    if (started.empty() && held.empty())
      return out;
    if (!out.empty())
      out += " | ";
    for (const size_t change : started) {
      out += fmt::format("{}{}", out.empty() || out.back() == ' ' ? "" : " ", change);
      schedule.ended(change, !failing.contains(change));
    }
    for (const size_t change : held)
      out += fmt::format(" ({})", change);
  }
}

} // namespace

TEST_CASE("phases run one after another; what lets go waits for success") {
  using enum ChangeKind;
  const model::Plan plan = plan_of({create, update, replace, remove, release, dedupe, keep});
  struct Case {
    std::set<size_t> failing;
    std::set<size_t> refused;
    const char* order;
  };
  const Case cases[] = {
      {{}, {}, "0 1 | 2 | 3 4 5"},  {{0}, {}, "0 1 | 5 (2) (3) (4)"}, {{2}, {}, "0 1 | 2 | 5 (3) (4)"},
      {{3}, {}, "0 1 | 2 | 3 4 5"}, {{}, {1}, "0 | 5 (2) (3) (4)"},   {{}, {3}, "0 1 | 2 | 4 5"},
  };
  for (const Case& each : cases) {
    apply::Schedule schedule(plan);
    for (const size_t change : each.refused)
      schedule.refuse(change);
    CHECK(run(schedule, each.failing) == each.order);
  }
}

TEST_CASE("a phase does not start while the one before runs") {
  const model::Plan plan = plan_of({ChangeKind::create, ChangeKind::remove});
  apply::Schedule schedule(plan);
  REQUIRE(schedule.next() == size_t{0});
  CHECK_FALSE(schedule.next());
  schedule.ended(0, true);
  CHECK(schedule.next() == size_t{1});
}

TEST_CASE("what is left is handed out once") {
  const model::Plan plan = plan_of({ChangeKind::create, ChangeKind::create, ChangeKind::remove});
  apply::Schedule schedule(plan);
  REQUIRE(schedule.next() == size_t{0});
  CHECK(schedule.take_rest() == std::vector<size_t>{1, 2});
  CHECK(schedule.take_rest().empty());
}

TEST_CASE("dedupes of one identity run one after another") {
  model::Plan plan =
      plan_of({ChangeKind::dedupe, ChangeKind::dedupe, ChangeKind::dedupe, ChangeKind::remove});
  plan.changes[0].address.logical_id = plan.changes[1].address.logical_id = "one";
  plan.changes[2].address.logical_id = "another";
  apply::Schedule schedule(plan);
  REQUIRE(schedule.next() == size_t{0});
  CHECK(schedule.next() == size_t{2});
  CHECK(schedule.next() == size_t{3});
  CHECK_FALSE(schedule.next());
  schedule.ended(0, false); // however it ended
  CHECK(schedule.next() == size_t{1});
}

TEST_CASE("a dedupe waits for the delete of the settled instance beside it, unless that is held back") {
  for (const bool well : {true, false}) {
    CAPTURE(well);
    model::Plan plan = plan_of({ChangeKind::create, ChangeKind::dedupe, ChangeKind::remove});
    plan.changes[1].address.logical_id = plan.changes[2].address.logical_id = "one";
    apply::Schedule schedule(plan);
    REQUIRE(schedule.next() == size_t{0});
    schedule.ended(0, well);
    if (well) {
      REQUIRE(schedule.next() == size_t{2});
      CHECK_FALSE(schedule.next());
      schedule.ended(2, true);
    }
    CHECK(schedule.next() == size_t{1});
  }
}
