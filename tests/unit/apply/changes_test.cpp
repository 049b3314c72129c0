#include "cerec/model/exit_code.hpp"
#include "unit/apply/world.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace cerec;
using apply_test::manifest;
using apply_test::outline;
using apply_test::World;

namespace {

model::DesiredInstance with(const std::string& name, const std::string& key, const std::string& value) {
  auto desired = manifest(name);
  desired.configuration[key] = model::Value::string(value);
  return desired;
}

} // namespace

TEST_CASE("an update is one PATCH of what differs; user tags that no manifest declares stay") {
  World world;
  REQUIRE(outline(world.apply({manifest("x")})) == "done\n");
  const auto before = world.service.platform.instances().begin()->second;
  sim::Instance edited = *before;
  edited.tags.insert(edited.tags.begin(), "by-hand");
  edited.tags.emplace_back("cerec:newer-version:1");
  world.service.platform.add(edited);

  CHECK(outline(world.apply({with("x", "siteAddress", "eu.gooddata.com")})) == "done\n");
  CHECK(world.requests() == "PATCH");
  const auto after = world.service.platform.instances().begin()->second;
  CHECK(after->configuration.at("siteAddress") == "eu.gooddata.com");
  CHECK(after->tags.front() == "by-hand");
  CHECK(model::split_tags(after->tags).unknown_reserved == std::vector<std::string>{"cerec:newer-version:1"});
  const std::string body = world.service.requests.back().body;
  CHECK(body.find("username") == std::string::npos);
  CHECK(body.find("s3cret-canary") == std::string::npos);
  CHECK_FALSE([&] {
    (void)world.apply({with("x", "siteAddress", "eu.gooddata.com")});
    return world.last_plan.has_changes();
  }());
}

TEST_CASE("a PATCH without a clear answer is told apart by reading the instance") {
  struct Case {
    const char* fault;
    model::Ending ending;
  };
  const Case cases[] = {
      {"PATCH /instances/{id} commit-then-close", model::Ending::done},
      {"PATCH /instances/{id} status=500 commit", model::Ending::done},
      {"PATCH /instances/{id} truncate", model::Ending::done},
      {"PATCH /instances/{id} status=500", model::Ending::unknown},
      {"PATCH /instances/{id} reset-before", model::Ending::unknown},
      {"PATCH /instances/{id} refuse-connection", model::Ending::failed},
      {"PATCH /instances/{id} status=400", model::Ending::failed},
      {"PATCH /instances/{id} status=404", model::Ending::failed},
      {"PATCH /instances/{id} nth=2 status=500", model::Ending::done},
  };
  for (const Case& each : cases) {
    CAPTURE(each.fault);
    World world;
    REQUIRE(outline(world.apply({manifest("x")})) == "done\n");
    world.fault(each.fault);
    const model::Outcome outcome = world.apply({with("x", "siteAddress", "eu.gooddata.com")});
    CHECK(outcome.changes.at(0).ending == each.ending);
  }
}

TEST_CASE("an adoption writes tags alone where nothing else differs, and stores the token") {
  World world;
  world.add("x", "", {"team-a"});
  const model::Outcome outcome = world.apply({manifest("x")});
  REQUIRE(outcome.changes.size() == 1);
  CHECK(outcome.changes[0].ending == model::Ending::done);
  CHECK(outcome.changes[0].token_published);
  CHECK(world.account() == "gooddata.x settled\n");
  CHECK(world.tokens_are_right());
  CHECK(world.service.platform.instances().begin()->second->tags.front() == "team-a");
}

TEST_CASE("an adoption stops if the identity has been taken since the plan was made") {
  World world;
  world.add("x", "", {});
  auto options = apply_test::options();
  options.edit_plan = [&](const model::Plan&) { world.add("x", "gooddata.x", {"cerec:settled"}); };
  const model::Outcome outcome = world.apply({manifest("x")}, options);
  CHECK(outcome.changes.at(0).ending == model::Ending::not_tried);
  CHECK(outcome.changes.at(0).failure == base::FailureKind::stale);
  CHECK(model::exit_code_of(outcome, world.last_plan) == model::ExitCode::stale);
  CHECK(world.writes().empty());
}

TEST_CASE("an adoption is undone if another run settled an instance of the identity at the same time") {
  World world;
  const int64_t adopted = world.add("x", "", {"team-a"});
  world.fault("PATCH /instances/{id} nth=1 delay=5s");
  world.timeline.after(std::chrono::seconds(3), [&] { world.add("x", "gooddata.x", {"cerec:settled"}); });
  const model::Outcome outcome = world.apply({manifest("x")});
  CHECK(outcome.changes.at(0).ending == model::Ending::failed);
  CHECK(outcome.changes.at(0).failure == base::FailureKind::stale);
  CHECK_FALSE(outcome.changes.at(0).token_published);
  CHECK(world.requests() == "list PATCH list PATCH");
  CHECK(world.service.platform.find(adopted)->tags == std::vector<std::string>{"team-a"});
}

TEST_CASE("an adoption waits while another run creates the identity, and stays if that one gives way") {
  World world;
  world.add("x", "", {"team-a"});
  world.fault("PATCH /instances/{id} nth=1 delay=5s");
  int64_t rival = 0;
  world.timeline.after(std::chrono::seconds(3),
                       [&] { rival = world.add("x", "gooddata.x", {"cerec:run:other"}); });
  world.timeline.after(std::chrono::seconds(30), [&] {
    const sim::Account account = sim::demo_account();
    sim::Call call =
        sim::make_call(http::Method::del, fmt::format("{}/instances/{}", sim::k_base_path, rival));
    call.authorization = fmt::format("User {}, Organization {}", account.user, account.organization);
    (void)world.service.platform.handle(call, world.service.clock.wall());
  });
  const model::Outcome outcome = world.apply({manifest("x")});
  CHECK(outcome.changes.at(0).ending == model::Ending::done);
  CHECK(world.account() == "gooddata.x settled\n");
  CHECK(world.tokens_are_right());
  CHECK(world.timeline.now().time_since_epoch() > std::chrono::seconds(30));
}

TEST_CASE("two duplicates that go at once: a delete between two pages of a look-up hides neither") {
  for (const bool totals : {true, false}) {
    CAPTURE(totals);
    sim::PlatformConfig config;
    config.largest_page = 2;
    if (!totals)
      config.choices.count_headers = sim::Choices::Shown::no;
    World world(config);
    world.add("x", "gooddata.x", {"cerec:settled"});
    for (int i = 0; i < 3; ++i)
      world.add("x", "gooddata.x", {"cerec:run:dead"});
    const model::Outcome outcome = world.apply({manifest("x")});
    CHECK(outcome.changes.size() == 3);
    CHECK(world.account() == "gooddata.x settled\n");
  }
}

TEST_CASE("what a run left unsettled is settled by the next one, and its token stored") {
  World world;
  world.add("x", "gooddata.x", {"cerec:run:dead"});
  const model::Outcome outcome = world.apply({manifest("x")});
  REQUIRE(outcome.changes.size() == 1);
  CHECK(outcome.changes[0].ending == model::Ending::done);
  CHECK(world.account() == "gooddata.x settled\n");
  CHECK(world.tokens_are_right());
}

TEST_CASE("a disable is a request of its own, after the PATCH") {
  World world;
  REQUIRE(outline(world.apply({manifest("x")})) == "done\n");
  auto desired = with("x", "siteAddress", "eu.gooddata.com");
  desired.disabled = true;
  CHECK(outline(world.apply({desired})) == "done\n");
  CHECK(world.requests() == "PATCH DELETE-enabled");
  desired.disabled = false;
  CHECK(outline(world.apply({desired})) == "done\n");
  CHECK(world.account() == "gooddata.x settled\n");
}

namespace {

apply_test::Options pruning() {
  auto options = apply_test::options();
  options.plan.mode.prune = true;
  options.plan.limits = {-1, -1};
  return options;
}

} // namespace

TEST_CASE("a delete forgets the token; gone already is gone") {
  for (const char* fault :
       {"", "DELETE /instances/{id} nth=1 commit-then-close", "DELETE /instances/{id} nth=1 status=500",
        "DELETE /instances/{id} nth=1 reset-before"}) {
    CAPTURE(fault);
    World world;
    REQUIRE(outline(world.apply({manifest("x"), manifest("y")})) == "done\ndone\n");
    if (*fault != '\0')
      world.fault(fault);
    const model::Outcome outcome = world.apply({manifest("x")}, pruning());
    CHECK(outcome.count(model::Ending::done) == 1);
    CHECK(world.account() == "gooddata.x settled\n");
    CHECK(world.tokens_are_right());
  }
}

TEST_CASE("deletes wait for all else, and stay away if any of it did not go well") {
  World world;
  REQUIRE(outline(world.apply({manifest("x"), manifest("y")})) == "done\ndone\n");
  world.fault("POST /instances status=400");
  const model::Outcome outcome = world.apply({manifest("x"), manifest("z")}, pruning());
  REQUIRE(outcome.changes.size() == 2);
  CHECK(outcome.count(model::Ending::failed) == 1);
  CHECK(outcome.count(model::Ending::not_tried) == 1);
  CHECK(outline(outcome).find("not everything before it went well") != std::string::npos);
  CHECK(world.writes().empty());
}

TEST_CASE("the reversible delete disables, then marks") {
  World world;
  REQUIRE(outline(world.apply({manifest("x"), manifest("y")})) == "done\ndone\n");
  auto options = pruning();
  options.plan.mode.delete_by_disable = true;
  CHECK(outline(world.apply({manifest("x")}, options)) == "done\n");
  CHECK(world.requests() == "DELETE-enabled PATCH");
  CHECK(world.account() == "gooddata.x settled\ngooddata.y settled disabled quarantined\n");
}

TEST_CASE("a release leaves the instance and its own tags") {
  World world;
  auto released = manifest("y");
  released.tags = std::vector<std::string>{"team-a"};
  released.release = true;
  REQUIRE(outline(world.apply({manifest("x"), released})) == "done\ndone\n");
  CHECK(outline(world.apply({manifest("x")}, pruning())) == "done\n");
  CHECK(world.requests() == "PATCH");
  const auto& instances = world.service.platform.instances();
  CHECK(instances.rbegin()->second->tags == std::vector<std::string>{"team-a"});
}

TEST_CASE("a replace removes the old one first and ends with one instance") {
  World world;
  REQUIRE(outline(world.apply({manifest("x")})) == "done\n");
  auto options = apply_test::options();
  options.plan.mode.allow_replace = {"x"};
  auto other = manifest("x");
  other.element.key = "pardot";
  other.address.element = "pardot"; // the same identity: stack and logical id
  const model::Outcome outcome = world.apply({other}, options);
  REQUIRE(outcome.changes.size() == 1);
  CHECK(outline(outcome) == "done\n");
  CHECK(world.writes() == "remove create patch");
  CHECK(world.account() == "gooddata.x settled\n");
  CHECK(world.service.platform.instances().begin()->second->element == "pardot");
}

TEST_CASE("a replace that does not end well says first that the old instance was deleted") {
  struct Case {
    const char* fault;
    model::Ending ending;
    bool deleted; ///< said, and true
  };
  const Case cases[] = {
      {"POST /instances status=400", model::Ending::failed, true},
      {"POST /instances refuse-connection", model::Ending::failed, true},
      {"POST /instances status=500", model::Ending::unknown, true},
      {"GET /instances nth=2 status=403", model::Ending::failed, true}, // the look before the POST
      {"DELETE /instances/{id} status=400", model::Ending::failed, false},
      {"DELETE /instances/{id} status=500", model::Ending::unknown, false},
      {"DELETE /instances/{id} commit-then-close", model::Ending::done, true},
  };
  for (const Case& each : cases) {
    CAPTURE(each.fault);
    World world;
    REQUIRE(outline(world.apply({manifest("x")})) == "done\n");
    const int64_t old = world.service.platform.instances().begin()->first;
    auto options = apply_test::options();
    options.plan.mode.allow_replace = {"x"};
    std::string events;
    options.on_event = [&](const model::ApplyEvent& event) { events += event.message + "\n"; };
    world.fault(each.fault);
    auto other = manifest("x");
    other.element.key = other.address.element = "pardot";
    const model::Outcome outcome = world.apply({other}, options);
    REQUIRE(outcome.changes.size() == 1);
    const model::ChangeOutcome& change = outcome.changes.front();
    CHECK(change.ending == each.ending);
    CHECK((world.service.platform.find(old) == nullptr) == each.deleted);
    CHECK(change.deleted_instance_id == (each.deleted ? old : 0));
    CHECK((change.instance_id == old) == !each.deleted);
    const std::string words = fmt::format("instance {} was deleted and its token is dead; ", old);
    const bool told = each.deleted && each.ending != model::Ending::done;
    CHECK(change.message.starts_with(words) == told);
    CHECK((events.find(words) != std::string::npos) == told);
    CHECK((!told || !change.next_step.empty()));
  }
}

TEST_CASE("a replace that is stopped between its halves says first what it has deleted") {
  World world;
  REQUIRE(outline(world.apply({manifest("x")})) == "done\n");
  const int64_t old = world.service.platform.instances().begin()->first;
  auto options = apply_test::options();
  options.plan.mode.allow_replace = {"x"};
  world.fault("POST /instances delay=20s");
  world.timeline.after(std::chrono::seconds(10), [&] {
    world.signals.raise();
    world.signals.raise();
  });
  auto other = manifest("x");
  other.element.key = other.address.element = "pardot";
  const model::Outcome outcome = world.apply({other}, options);
  REQUIRE(outcome.changes.size() == 1);
  CHECK(outcome.changes.front().ending == model::Ending::unknown);
  CHECK(outcome.changes.front().deleted_instance_id == old);
  CHECK(outcome.changes.front().message.starts_with(
      fmt::format("instance {} was deleted and its token is dead; ", old)));
}

TEST_CASE("a service that does not keep what was sent is told, without values") {
  sim::PlatformConfig config;
  config.choices.unknown_key = sim::Choices::UnknownKey::store;
  World world(config);
  REQUIRE(outline(world.apply({manifest("x")})) == "done\n");
  auto desired = manifest("x");
  desired.name = "<b>x</b> new"; // a manifest would have been stripped
  const model::Outcome outcome = world.apply({desired});
  REQUIRE(outcome.changes.size() == 1);
  CHECK(outline(outcome) == "done\n");
}

TEST_CASE("the refusal of a repeat says nothing of the attempt before it") {
  World world;
  REQUIRE(outline(world.apply({manifest("x"), manifest("y")})) == "done\ndone\n");
  world.fault("PATCH /instances/{id} nth=1 commit-then-close");
  world.fault("PATCH /instances/{id} nth=2 status=400");
  const std::string shown =
      outline(world.apply({with("x", "siteAddress", "eu.gooddata.com"), manifest("y")}));
  CHECK(shown.starts_with("done: the answer was lost"));
  world.fault("DELETE /instances/{id} nth=1 commit-then-close");
  world.fault("DELETE /instances/{id} nth=2 status=404 no-route");
  CHECK(outline(world.apply({with("x", "siteAddress", "eu.gooddata.com")}, pruning())) == "done\n");
  CHECK(world.account() == "gooddata.x settled\n");

  world.service.faults.clear();
  world.fault("PATCH /instances/{id} nth=1 status=502");
  world.fault("PATCH /instances/{id} nth=2 status=400");
  const model::Outcome outcome = world.apply({with("x", "siteAddress", "us.gooddata.com")});
  CHECK(outcome.changes.at(0).ending == model::Ending::unknown); // the first one may still be carried out
}
