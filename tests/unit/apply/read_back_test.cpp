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

std::vector<model::DesiredInstance> three() {
  return {manifest("x"), manifest("y"), manifest("z")};
}

sim::PlatformConfig with(const std::vector<std::string>& choices) {
  sim::PlatformConfig config;
  for (const std::string& choice : choices)
    REQUIRE_MESSAGE(sim::set_choice(config.choices, choice), choice);
  return config;
}

/// Creates that were carried out so far, by whomever.
size_t creates(const World& world) {
  size_t count = 0;
  for (const sim::Mutation& mutation : world.service.platform.history())
    count += mutation.kind == sim::MutationKind::create ? 1 : 0;
  return count;
}

} // namespace

TEST_CASE("the first create of an account runs alone until it is found by its tag") {
  World world;
  CHECK(world.apply(three()).count(Ending::done) == 3);
  CHECK(world.requests() == "list POST list list list list PATCH POST POST list list PATCH PATCH");
  CHECK(world.events.find("apply_waiting gooddata.x\n") != std::string::npos);

  World known;
  known.prove_tags();
  CHECK(known.apply(three()).count(Ending::done) == 3);
  CHECK(known.requests() == "list list list POST POST POST list list list PATCH PATCH PATCH");
}

TEST_CASE("a create that is refused proves nothing: the next one runs alone too") {
  World world;
  world.fault("POST /instances nth=1 status=400");
  CHECK(world.apply(three()).count(Ending::done) == 2);
  CHECK(world.requests() == "list POST list POST list list list PATCH POST list PATCH");
}

TEST_CASE("what a service may do to tags without harm") {
  for (const char* choice : {"tag-length=32", "tag-length=64", "tag-characters=no-equals",
                             "tag-characters=no-slash", "tag-order=shuffled", "create-answer-tags=absent",
                             "special-characters=stripped", "tag-shape=objects"}) {
    CAPTURE(choice);
    World world(with({choice}));
    CHECK(outline(world.apply(three())) == "done\ndone\ndone\n");
    CHECK(creates(world) == 3);
    CHECK(world.tokens_are_right());
    CHECK(world.apply(three()).changes.empty());
  }
}

TEST_CASE("a service that damages the tag of the identity costs no instance that stays, in each run") {
  for (const char* choice : {"tag-length=16", "tag-characters=no-colon"}) {
    CAPTURE(choice);
    World world(with({choice}));
    for (size_t run = 1; run <= 3; ++run) {
      const model::Outcome outcome = world.apply(three());
      CHECK(outcome.count(Ending::failed) == 1);
      CHECK(outcome.count(Ending::not_tried) == 2);
      CHECK(outline(outcome).find("the service does not keep the tag that carries the identity: sent "
                                  "`cerec:id:") != std::string::npos);
      CHECK(outline(outcome).find("it was removed again") != std::string::npos);
      CHECK(model::exit_code_of(outcome, world.last_plan) == model::ExitCode::some_failed);
      CHECK(creates(world) == run);
      CHECK(world.account().empty());
    }
  }
}

TEST_CASE("capitals are lost: identities work, and the report says that the record of secrets does not") {
  World world(with({"tag-characters=lower-case"}));
  const model::Outcome outcome = world.apply(three());
  CHECK(outcome.count(Ending::done) == 3);
  CHECK(outline(outcome).find("the service does not show the tag `cerec:fk:") != std::string::npos);
}

TEST_CASE("a tag that is lost in an account where others were kept stops the run as well") {
  World world(with({"tag-length=16"}));
  world.service.platform.add([] {
    sim::Instance kept; // from before the service began to cut
    kept.element = "gooddata";
    kept.name = "known";
    model::Ownership owner = model::Ownership::of("prod", "gooddata.known");
    owner.settled = true;
    kept.tags = model::join_tags({}, owner);
    return kept;
  }());
  auto options = apply_test::options();
  options.dispatch.parallelism = 1;
  const model::Outcome outcome = world.apply(three(), options);
  CHECK(outcome.count(Ending::failed) == 1);
  CHECK(outcome.count(Ending::not_tried) == 2);
  CHECK(creates(world) == 1);
}

TEST_CASE("the removal of an instance that lost its tag: each end says its id") {
  struct Case {
    const char* fault;
    Ending ending;
    const char* says;
    size_t left;
  };
  const Case cases[] = {
      {"DELETE /instances/{id} commit-then-close", Ending::failed, "it was removed again", 0},
      {"DELETE /instances/{id} nth=1 status=500", Ending::failed, "it was removed again", 0},
      {"DELETE /instances/{id} status=500", Ending::unknown, "if instance 40001 is still there", 1},
      {"DELETE /instances/{id} status=403", Ending::failed, "remove instance 40001 by hand", 1},
      {"DELETE /instances/{id} status=404", Ending::failed, "remove instance 40001 by hand", 1}, // of what?
      {"GET /instances/{id} nth=1 status=404", Ending::failed, "it was removed again", 0},
      {"GET /instances/{id} nth=1 status=500", Ending::failed, "it was removed again", 0},
      {"GET /instances/{id} status=500", Ending::unknown, "instance 40001 was created", 1},
  };
  for (const Case& each : cases) {
    CAPTURE(each.fault);
    World world(with({"tag-length=16"}));
    world.fault(each.fault);
    const model::Outcome outcome = world.apply(three());
    CHECK(outcome.count(each.ending) == 1);
    CHECK(outcome.count(Ending::not_tried) == 2);
    CHECK(outline(outcome).find(each.says) != std::string::npos);
    CHECK(world.service.platform.instances().size() == each.left);
    CHECK(creates(world) == 1);
  }
}

TEST_CASE("the answer is lost and the tag too: one POST, and the new instance is named") {
  for (const char* fault : {"POST /instances commit-then-close", "POST /instances status=500 commit",
                            "POST /instances reset-before late-commit=60s"}) {
    CAPTURE(fault);
    World world(with({"tag-length=16"}));
    world.fault(fault);
    const model::Outcome outcome = world.apply(three());
    CHECK(outcome.count(Ending::unknown) == 1);
    CHECK(outcome.count(Ending::not_tried) == 2);
    CHECK(outline(outcome).find("instance 40001 is new and may be it") != std::string::npos);
    CHECK(creates(world) == 1);
    // It has the manifest's name: the next run does not create it again.
    (void)world.apply({manifest("x")});
    CHECK(creates(world) == 1);
  }
}

TEST_CASE("a listing that lags behind is waited for, whatever the answer shows") {
  for (const char* tags : {"shown", "absent"}) {
    CAPTURE(tags);
    World world(with({fmt::format("create-answer-tags={}", tags)}));
    world.fault("GET /instances between=2..6 stale-list=100s");
    CHECK(outline(world.apply(three())) == "done\ndone\ndone\n");
    CHECK(creates(world) == 3);
    CHECK(world.tokens_are_right());
  }
}

TEST_CASE(
    "a service that shows the tag and never finds by it: the instance is removed, nothing else is tried") {
  World world;
  world.fault("GET /instances between=3..100000 stale-list=3600s");
  const model::Outcome outcome = world.apply(three());
  CHECK(outline(outcome).find("the service does not find instance 40001 by its tag `cerec:id:") !=
        std::string::npos);
  CHECK(outcome.count(Ending::not_tried) == 2);
  CHECK(world.account().empty());
  CHECK(creates(world) == 1);
}

TEST_CASE("a signal while the first create is read back: it is settled, and nothing is removed for haste") {
  World world;
  world.fault("GET /instances between=3..6 stale-list=100s");
  world.timeline.after(base::Duration(2'000), [&] { world.signals.raise(SIGTERM); });
  const model::Outcome outcome = world.apply(three());
  CHECK(outcome.count(Ending::not_tried) == 2);
  CHECK(creates(world) == 1);
  CHECK(world.service.platform.instances().size() == 1);
}
