#include "cerec/model/exit_code.hpp"
#include "unit/apply/world.hpp"

#include <doctest/doctest.h>
#include <utility>

using namespace cerec;
using apply_test::manifest;
using apply_test::outline;
using apply_test::World;

TEST_CASE("a dedupe looks again before it removes") {
  World world;
  REQUIRE(outline(world.apply({manifest("x")})) == "done\n");
  world.add("x", "gooddata.x", {"cerec:run:dead"});
  CHECK(outline(world.apply({manifest("x")})) == "done\n");
  CHECK(world.requests() == "list DELETE");
  CHECK(world.account() == "gooddata.x settled\n");

  const int64_t second = world.add("x", "gooddata.x", {"cerec:run:dead"});
  auto options = apply_test::options();
  options.edit_plan = [&](const model::Plan&) { // meanwhile the other one is the settled one
    for (const auto& [id, instance] : world.service.platform.instances()) {
      sim::Instance other = *instance;
      std::erase(other.tags, id == second ? "cerec:run:dead" : "cerec:settled");
      if (id == second)
        other.tags.emplace_back("cerec:settled");
      world.service.platform.add(other);
    }
  };
  const model::Outcome outcome = world.apply({manifest("x")}, options);
  CHECK(outcome.changes.at(0).ending == model::Ending::not_tried);
  CHECK(model::exit_code_of(outcome, world.last_plan) == model::ExitCode::stale);
  CHECK(world.writes().empty());
}

TEST_CASE("an orphan and its unfinished duplicate go in one apply, whichever goes first") {
  for (const bool released : {false, true}) {
    CAPTURE(released);
    World world;
    auto orphan = manifest("y");
    orphan.release = released;
    REQUIRE(outline(world.apply({manifest("x"), orphan})) == "done\ndone\n");
    world.add("y", "gooddata.y", {"cerec:run:dead"});
    auto options = apply_test::options();
    options.plan.mode.prune = true;
    options.plan.limits = {-1, -1};
    options.dispatch.parallelism = 1; // one after the other: the duplicate comes last
    CHECK(outline(world.apply({manifest("x")}, options)) == "done\ndone\n");
    CHECK(world.account() == (released ? "gooddata.x settled\nnobody unsettled\n" : "gooddata.x settled\n"));
  }
}

TEST_CASE("a listing that lacks the settled instance does not say that the duplicate is gone") {
  World world;
  REQUIRE(outline(world.apply({manifest("x")})) == "done\n");
  world.add("x", "gooddata.x", {"cerec:run:dead"});
  world.fault("GET /instances nth=2 stale-list=3600000ms"); // of the dedupe: as of a time before both
  CHECK(outline(world.apply({manifest("x")})) == "done\n");
  CHECK(world.requests() == "list list DELETE");
  CHECK(world.account() == "gooddata.x settled\n");
}

TEST_CASE("a dedupe watches what turns up beside it meanwhile") {
  World world;
  REQUIRE(outline(world.apply({manifest("x")})) == "done\n");
  world.add("x", "gooddata.x", {"cerec:run:dead"}, "2026-01-01T00:00:00Z");
  auto options = apply_test::options();
  bool late = false;
  options.on_event = [&](const model::ApplyEvent& event) {
    if (event.type == model::ApplyEvent::Type::waiting && !std::exchange(late, true))
      world.add("x", "gooddata.x", {"cerec:run:slow"}, "2026-01-01T00:00:30Z");
  };
  CHECK(outline(world.apply({manifest("x")}, options)) == "done\n");
  CHECK(late);
  CHECK(world.account() == "gooddata.x settled\n");
}

/// The service states no total and gives pages of one: a removal between two pages shows in the reading.
TEST_CASE("the dedupes of one identity do not disturb each other's look-ups") {
  sim::PlatformConfig config;
  config.largest_page = 1;
  config.choices.count_headers = sim::Choices::Shown::no;
  World world(config);
  REQUIRE(outline(world.apply({manifest("x")})) == "done\n");
  for (int i = 0; i < 5; ++i)
    world.add("x", "gooddata.x", {"cerec:run:dead"});
  CHECK(outline(world.apply({manifest("x")})) == "done\ndone\ndone\ndone\ndone\n");
  CHECK(world.account() == "gooddata.x settled\n");
}
