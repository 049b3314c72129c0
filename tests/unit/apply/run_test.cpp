#include "cerec/model/exit_code.hpp"
#include "unit/apply/world.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace cerec;
using apply_test::manifest;
using apply_test::outline;
using apply_test::World;
using model::Ending;

namespace {

std::vector<model::DesiredInstance> manifests(int count) {
  std::vector<model::DesiredInstance> out;
  for (int i = 0; i < count; ++i)
    out.push_back(manifest(fmt::format("n{:05}", i)));
  return out;
}

} // namespace

TEST_CASE("the failure of one change does not stop the others; --fail-fast does") {
  for (const bool fail_fast : {false, true}) {
    CAPTURE(fail_fast);
    World world;
    world.fault("POST /instances nth=1 status=400");
    auto options = apply_test::options();
    options.limits.fail_fast = fail_fast;
    options.dispatch.parallelism = 1;
    const model::Outcome outcome = world.apply(manifests(4), options);
    CHECK(outcome.count(Ending::failed) == 1);
    CHECK(outcome.count(Ending::done) == (fail_fast ? 0 : 3));
    CHECK(outcome.count(Ending::not_tried) == (fail_fast ? 3 : 0));
  }
}

TEST_CASE("refused credentials stop the run early") {
  World world;
  world.fault("* /instances between=2..100000 status=401");
  const model::Outcome outcome = world.apply(manifests(500));
  CHECK(outcome.count(Ending::failed) <= 10);
  CHECK(outcome.count(Ending::not_tried) >= 490);
  CHECK(outcome.requests.total <= 10);
  CHECK(model::exit_code_of(outcome, world.last_plan) == model::ExitCode::credentials);
}

TEST_CASE("an unreachable service stops the run, and nothing is called unknown that was never sent") {
  World world;
  world.fault("* /instances between=2..100000 refuse-connection");
  const model::Outcome outcome = world.apply(manifests(100));
  CHECK(outcome.count(Ending::failed) >= 10);
  CHECK(outcome.count(Ending::not_tried) >= 60);
  CHECK(outcome.count(Ending::unknown) == 0);
}

TEST_CASE("the first signal: nothing new, what is in flight is settled and stored") {
  World world;
  world.prove_tags();
  world.service.latency.create = {base::Duration(5'000), base::Duration(5'000)};
  auto options = apply_test::options();
  options.dispatch.parallelism = 3;
  world.timeline.after(base::Duration(1'000), [&] { world.signals.raise(SIGTERM); });
  const model::Outcome outcome = world.apply(manifests(10), options);
  CHECK(outcome.signal == SIGTERM);
  CHECK(outcome.count(Ending::done) == 3);
  CHECK(outcome.count(Ending::not_tried) == 7);
  CHECK(world.service.platform.instances().size() == 4);
  CHECK(world.account().find("unsettled") == std::string::npos);
  CHECK(world.tokens_are_right());
  CHECK(model::exit_code_of(outcome, world.last_plan) == model::ExitCode::terminated);
}

TEST_CASE("the second signal: an end at once, and the truth about what is in flight") {
  World world;
  world.prove_tags();
  world.service.latency.create = {base::Duration(5'000), base::Duration(5'000)};
  auto options = apply_test::options();
  options.dispatch.parallelism = 3;
  for (const int delay : {1'000, 1'500})
    world.timeline.after(base::Duration(delay), [&] { world.signals.raise(SIGINT); });
  const model::Outcome outcome = world.apply(manifests(10), options);
  CHECK(world.timeline.now() < base::TimePoint(base::Duration(2'000)));
  CHECK(outcome.count(Ending::unknown) == 3);
  CHECK(outcome.count(Ending::not_tried) == 7);
  CHECK(outcome.changes.size() == 10);
  world.timeline.run_all(base::TimePoint::max());
  world.signals = {};
  // The next run converges.
  const model::Outcome next = world.apply(manifests(10));
  CHECK(next.count(Ending::done) == 10);
  CHECK(world.service.platform.instances().size() == 11);
  CHECK(world.tokens_are_right());
}

TEST_CASE("a signal while an ambiguous create is looked for: unknown within the drain limit") {
  World world;
  world.fault("POST /instances reset-before");
  world.timeline.after(base::Duration(5'000), [&] { world.signals.raise(SIGINT); });
  const model::Outcome outcome = world.apply({manifest("x")});
  CHECK(outcome.count(Ending::unknown) == 1);
  CHECK(world.timeline.now() < base::TimePoint(base::Duration(60'000)));
}

TEST_CASE("a signal at each moment of a create leaves a truthful report, and the next run converges") {
  for (int moment = 1; moment < 50; ++moment) {
    for (const int signals : {1, 2}) {
      CAPTURE(moment);
      CAPTURE(signals);
      World world;
      auto options = apply_test::options();
      options.on_event = [&](const model::ApplyEvent& event) {
        if (event.type == model::ApplyEvent::Type::started)
          for (int i = 0; i < signals; ++i)
            world.timeline.after(base::Duration(moment), [&] { world.signals.raise(SIGINT); });
      };
      const model::Outcome outcome = world.apply({manifest("x")}, options);
      REQUIRE(outcome.changes.size() == 1);
      const size_t made = world.service.platform.instances().size();
      if (outcome.changes[0].ending == Ending::done)
        CHECK(world.tokens_are_right());
      if (outcome.changes[0].ending == Ending::not_tried)
        CHECK(made == 0);
      world.timeline.run_all(world.timeline.now() + std::chrono::hours(1));
      world.signals = {};
      (void)world.apply({manifest("x")});
      CHECK(world.account() == "gooddata.x settled\n");
      CHECK(world.tokens_are_right());
    }
  }
}

TEST_CASE("a sink that fails: the change failed, the instance stays, the next run stores the token") {
  World world;
  world.files.fail_write(1);
  const model::Outcome outcome = world.apply({manifest("x")});
  REQUIRE(outcome.changes.size() == 1);
  CHECK(outcome.changes[0].ending == Ending::failed);
  CHECK(outcome.changes[0].next_step == "cerec token sync");
  CHECK(world.events == "apply_start gooddata.x\napply_errored gooddata.x\n");
  CHECK(world.account() == "gooddata.x settled\n");

  const model::Outcome next = world.apply({manifest("x")});
  CHECK(next.changes.empty()); // a keep, whose token was lacking
  CHECK(world.requests().empty());
  CHECK(world.tokens_are_right());

  world.files.erase("/project/.cerec/tokens.json");
  world.files.fail_write(1);
  const model::Outcome failing = world.apply({manifest("x")});
  REQUIRE(failing.changes.size() == 1);
  CHECK(failing.changes[0].ending == Ending::failed);
  CHECK(model::exit_code_of(failing, world.last_plan) == model::ExitCode::some_failed);
}

TEST_CASE("tokens of many creates are written together, and none is reported before it is stored") {
  World world;
  world.service.latency.create = {base::Duration(20), base::Duration(60)};
  auto options = apply_test::options();
  // Writing takes as long as a file of that size would.
  world.files.before_write = [&](const std::string&) -> std::optional<base::Failure> {
    world.timeline.advance_to(world.timeline.now() + base::Duration(30));
    return std::nullopt;
  };
  size_t early = 0;
  options.on_event = [&](const model::ApplyEvent& event) {
    if (event.type != model::ApplyEvent::Type::completed)
      return;
    const std::string id = world.last_plan.changes[event.change].address.logical_id;
    // In the journal, until the run ends.
    early += world.files.content("/project/.cerec/tokens.json.journal").find(id) == std::string::npos ? 1 : 0;
  };
  const model::Outcome outcome = world.apply(manifests(1'000), options);
  CHECK(outcome.count(Ending::done) == 1'000);
  CHECK(early == 0);
  CHECK(world.files.writes().size() < 60);
  CHECK(world.tokens_are_right());
  CHECK(outcome.requests.total == 4'001);
}

TEST_CASE("stale changes of a saved plan are not tried; with strict nothing is") {
  for (const bool strict : {false, true}) {
    World world;
    auto options = apply_test::options();
    options.left.stale = {{0, "its secret changed"}};
    options.limits.strict = strict;
    const model::Outcome outcome = world.apply(manifests(2), options);
    CHECK(outcome.stale);
    CHECK(outcome.count(Ending::not_tried) == (strict ? 2 : 1));
    CHECK(outcome.count(Ending::done) == (strict ? 0 : 1));
    CHECK(model::exit_code_of(outcome, world.last_plan) == model::ExitCode::stale);
  }
}

TEST_CASE("refused changes are not tried, and say what settles them") {
  World world;
  auto options = apply_test::options();
  options.edit_plan = [](model::Plan& plan) {
    plan.changes[0].refusal = model::Refusal::foreign_owner;
    plan.changes[0].advice = "cerec plan --take-over n00000";
  };
  const model::Outcome outcome = world.apply(manifests(2), options);
  CHECK(outline(outcome) == "not_tried: refused: foreign owner -> cerec plan --take-over n00000\ndone\n");
  CHECK(model::exit_code_of(outcome, world.last_plan) == model::ExitCode::refused);
}

TEST_CASE("two runs at the same time make one instance of each identity, at any shift between them") {
  // The second run has planned before the first one wrote anything; it starts `shift` later.
  for (int shift = 0; shift < 60; shift += 3) {
    CAPTURE(shift);
    World world;
    model::Outcome second;
    bool nested = false;
    auto options = apply_test::options();
    options.on_event = [&](const model::ApplyEvent& event) {
      if (nested || event.type != model::ApplyEvent::Type::started)
        return;
      nested = true;
      world.timeline.after(base::Duration(shift), [&] {
        // As a rival does: an unsettled instance that its maker abandons.
        world.add("x", "gooddata.x", {"cerec:run:rival"});
      });
    };
    const model::Outcome first = world.apply({manifest("x")}, options);
    CHECK(first.count(Ending::done) == 1);
    world.timeline.run_all(world.timeline.now() + std::chrono::hours(1));
    (void)world.apply({manifest("x")});
    CHECK(world.account() == "gooddata.x settled\n");
    CHECK(world.tokens_are_right());
  }
}
