#include "apply/in_effect.hpp"

#include "unit/apply/world.hpp"

#include <doctest/doctest.h>

using namespace apply_test;
using model::ChangeKind;
using model::Ending;

TEST_CASE("what is in effect is a keep for the executor, at its index") {
  model::Plan plan;
  plan.changes.resize(3);
  for (model::Change& change : plan.changes)
    change.kind = ChangeKind::create;
  const model::Plan rest = apply::without_done(plan, {{1, 4711}});
  CHECK(rest.changes[0].kind == ChangeKind::create);
  CHECK(rest.changes[1].kind == ChangeKind::keep);
  CHECK(rest.changes[1].instance_id == 4711);
  CHECK(rest.changes[2].kind == ChangeKind::create);
}

TEST_CASE("what is in effect ends as done in its place; one whose token could not be stored stays failed") {
  model::Outcome outcome;
  outcome.changes.resize(2);
  outcome.changes[0].change = 3;
  outcome.changes[0].ending = Ending::failed;
  outcome.changes[1].change = 4;
  outcome.changes[1].ending = Ending::unknown;
  apply::add_done(outcome, {{0, 7}, {3, 8}, {5, 0}});
  REQUIRE(outcome.changes.size() == 4);
  CHECK(outcome.changes[0].change == 0);
  CHECK(outcome.changes[0].instance_id == 7);
  CHECK(outcome.changes[0].already_existed);
  CHECK(outcome.changes[0].message == "already applied");
  CHECK(outcome.changes[1].ending == Ending::failed);
  CHECK(outcome.changes[2].ending == Ending::unknown);
  CHECK(outcome.changes[3].ending == Ending::done);
}

TEST_CASE("a run requests nothing for what is in effect, and its outcome tells it") {
  World world;
  auto options = apply_test::options();
  (void)world.apply({manifest("x")}, options);
  options.edit_plan = [](model::Plan& plan) { plan.changes.at(0).kind = ChangeKind::create; };
  const int64_t id = world.service.platform.instances().begin()->first;
  options.left.done = {{0, id}};
  const model::Outcome outcome = world.apply({manifest("x")}, options);
  CHECK(outline(outcome) == "done (existed): already applied\n");
  CHECK(world.requests().empty());
  CHECK(world.last_plan.changes[0].kind == ChangeKind::create); // the plan that was reviewed stays as it is
}
