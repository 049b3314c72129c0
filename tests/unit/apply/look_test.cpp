#include "cerec/model/exit_code.hpp"
#include "unit/apply/world.hpp"

#include <doctest/doctest.h>

using namespace cerec;
using apply_test::manifest;
using apply_test::outline;
using apply_test::World;

namespace {

/// "old" is there and gets another value; six creates come before it, one by one, a second each.
struct Late {
  World world;
  apply_test::Options options = apply_test::options();
  std::vector<model::DesiredInstance> desired;
  std::function<void(sim::Instance&)> meanwhile; ///< to "z-old", when the third create starts

  Late() {
    REQUIRE(outline(world.apply({manifest("z-old")})) == "done\n");
    world.service.latency.create = {base::Duration(1000), base::Duration(1000)};
    options.dispatch.parallelism = 1;
    desired = {manifest("z-old")};
    desired.front().configuration["siteAddress"] = model::Value::string("eu.gooddata.com");
    for (const char* name : {"a", "b", "c", "d", "e", "f"})
      desired.push_back(manifest(name));
    options.on_event = [this](const model::ApplyEvent& event) {
      if (event.type == model::ApplyEvent::Type::started && event.change == 2 && meanwhile) {
        sim::Instance moved = *world.service.platform.instances().begin()->second;
        meanwhile(moved);
        world.service.platform.add(std::move(moved));
      }
    };
  }
  std::string apply() {
    const model::Outcome outcome = world.apply(desired, options);
    code = model::exit_code_of(outcome, world.last_plan);
    const std::string lines = outline(outcome);
    return lines.substr(lines.rfind('\n', lines.size() - 2) + 1);
  }
  [[nodiscard]] const sim::Instance& old() const {
    return *world.service.platform.instances().begin()->second;
  }
  model::ExitCode code{};
};

} // namespace

TEST_CASE("late in an apply an instance is read again before it is written to") {
  Late late;
  CHECK(late.apply() == "done\n");
  CHECK(late.world.requests().ends_with(" GET PATCH"));
  CHECK(late.code == model::ExitCode::fine);
}

TEST_CASE("soon after the plan nothing is read again") {
  Late late;
  late.options.limits.look_limit = base::Duration(60'000);
  late.meanwhile = [](sim::Instance& moved) { moved.tags.insert(moved.tags.begin(), "lost"); };
  CHECK(late.apply() == "done\n");
  CHECK_FALSE(late.old().tags.front() == "lost"); // what the limit is for
}

TEST_CASE("what moved meanwhile is not written over, and the outcome says what moved") {
  Late late;
  std::string what;
  SUBCASE("a tag") {
    late.meanwhile = [](sim::Instance& moved) { moved.tags.insert(moved.tags.begin(), "by-hand"); };
    what = "its tags";
  }
  SUBCASE("the owner") {
    late.meanwhile = [](sim::Instance& moved) {
      model::Ownership other = model::Ownership::of("other", "x");
      other.settled = other.protect = true;
      moved.tags = model::join_tags({}, other);
    };
    what = "its owner or protection, what was last applied";
  }
  SUBCASE("a value that the plan would write") {
    late.meanwhile = [](sim::Instance& moved) { moved.configuration["siteAddress"] = "hand.example"; };
    what = "configuration.siteAddress";
  }
  SUBCASE("the name") {
    late.meanwhile = [](sim::Instance& moved) { moved.name = "renamed"; };
    what = "its name";
  }
  CHECK(late.apply() ==
        "not_tried: instance 40001 changed since the plan was made: " + what + " -> cerec plan\n");
  CHECK(late.code == model::ExitCode::stale);
  CHECK(late.old().configuration.at("siteAddress") != "eu.gooddata.com");
  CHECK(late.world.requests().ends_with(" GET"));
}

TEST_CASE("late deletes look too, and do not delete what another stack owns by now") {
  World world;
  REQUIRE(outline(world.apply({manifest("a"), manifest("gone")})) == "done\ndone\n");
  apply_test::Options options = apply_test::options();
  options.plan.mode.prune = true;
  options.limits.look_limit = base::Duration(500);
  world.service.latency.create = {base::Duration(1000), base::Duration(1000)};
  options.on_event = [&](const model::ApplyEvent& event) {
    if (event.type != model::ApplyEvent::Type::started || event.change != 0)
      return;
    for (const auto& [id, instance] : world.service.platform.instances())
      if (instance->name == "gone") {
        sim::Instance moved = *instance;
        model::Ownership other = model::Ownership::of("other", "x");
        other.settled = other.protect = true;
        moved.tags = model::join_tags({}, other);
        world.service.platform.add(std::move(moved));
        return;
      }
  };
  const model::Outcome outcome = world.apply({manifest("a"), manifest("new")}, options);
  CHECK(outline(outcome).find("not_tried: instance") != std::string::npos);
  CHECK(world.writes().find("delete") == std::string::npos);
}
