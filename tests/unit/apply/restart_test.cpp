#include "unit/apply/world.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace cerec;
using apply_test::manifest;
using apply_test::outline;
using apply_test::World;

namespace {

constexpr const char* k_path = "/project/.cerec/intents.jsonl";

apply_test::Options with_intents() {
  apply_test::Options options = apply_test::options();
  options.intents_path = k_path;
  return options;
}

/// Two signals: the POST has left, and the run ends before its answer. What a kill leaves, without a kill.
std::string cut_short(World& world, base::Duration after, const apply_test::Options& from) {
  apply_test::Options options = from;
  const int before = world.signals.count();
  options.on_event = [&, before](const model::ApplyEvent& event) {
    if (event.type == model::ApplyEvent::Type::started && world.signals.count() == before)
      world.timeline.after(after, [&] {
        world.signals.raise(15);
        world.signals.raise(15);
      });
  };
  std::string out = outline(world.apply({manifest("x")}, options));
  world.signals = {};
  return out;
}

/// Somebody (or its maker) deletes the instance.
void remove(World& world, int64_t id) {
  const sim::Account account = sim::demo_account();
  sim::Call call = sim::make_call(http::Method::del, fmt::format("{}/instances/{}", sim::k_base_path, id));
  call.authorization = fmt::format("User {}, Organization {}", account.user, account.organization);
  call.actor = "console";
  (void)world.service.platform.handle(call, world.service.clock.wall());
}

size_t creates(const World& world) {
  size_t count = 0;
  for (const sim::Mutation& mutation : world.service.platform.history())
    count += mutation.kind == sim::MutationKind::create ? 1 : 0;
  return count;
}

} // namespace

TEST_CASE("a restart in the same folder waits for what the dead run posted") {
  for (const bool journal : {true, false}) {
    CAPTURE(journal);
    World world;
    world.service.latency.create = {base::Duration(20'000), base::Duration(20'000)};
    const auto options = journal ? with_intents() : apply_test::options();
    CHECK(cut_short(world, base::Duration(500), options).starts_with("unknown"));
    CHECK((world.files.find(k_path) != nullptr) == journal);
    CHECK(outline(world.apply({manifest("x")}, options)).starts_with("done"));
    world.timeline.run_all(world.timeline.now() + std::chrono::hours(1));
    CHECK(creates(world) == (journal ? 1 : 2));
    CHECK(world.files.find(k_path) == nullptr); // nothing is open any more
  }
}

TEST_CASE("an intent of another stack, an old one, and a damaged journal change nothing") {
  const char* journals[] = {
      "",
      "{{{\n",
      "{\"scope\":\"0000000000000000\",\"id\":\"gooddata.x\",\"posted\":1767225600000}\n",
      "{\"id\":7,\"posted\":\"soon\"}\n[]\n{\"scope\":",
  };
  for (const char* journal : journals) {
    CAPTURE(journal);
    World world;
    REQUIRE(world.files.write_atomic(k_path, journal, 0600));
    CHECK(outline(world.apply({manifest("x")}, with_intents())) == "done\n");
    CHECK(world.requests() == "list POST list list PATCH");
  }
  World world;
  world.service.latency.create = {base::Duration(20'000), base::Duration(20'000)};
  world.fault("POST /instances nth=1 reset-before"); // never carried out
  (void)cut_short(world, base::Duration(500), with_intents());
  const std::string left = world.files.find(k_path)->content;
  world.timeline.advance_to(world.timeline.now() + std::chrono::minutes(4));
  CHECK(outline(world.apply({manifest("x")}, with_intents())) == "done\n");
  CHECK(world.requests() == "list POST list list PATCH");
  CHECK(left.find("gooddata.x") != std::string::npos);
}

TEST_CASE("what was posted and never carried out is posted again when the limit of its intent is over") {
  World world;
  world.fault("POST /instances nth=1 hang"); // and no commit below: the instance is removed
  (void)cut_short(world, base::Duration(500), with_intents());
  const auto instances = world.service.platform.instances();
  REQUIRE(instances.size() == 1);
  remove(world, instances.begin()->first);
  const base::TimePoint begin = world.timeline.now();
  CHECK(outline(world.apply({manifest("x")}, with_intents())) == "done\n");
  const auto waited = world.timeline.now() - begin;
  CHECK(waited > std::chrono::seconds(170));
  CHECK(waited < std::chrono::seconds(200));
  CHECK(world.account() == "gooddata.x settled\n");
}

TEST_CASE("a young second instance is watched until its maker removes it, or until it is nobody's") {
  for (const bool maker_lives : {true, false}) {
    CAPTURE(maker_lives);
    World world;
    REQUIRE(outline(world.apply({manifest("x")})) == "done\n");
    const int64_t second = world.add("x", "gooddata.x", {"cerec:run:other"}, "2026-01-01T00:00:00Z");
    const base::TimePoint begin = world.timeline.now();
    if (maker_lives)
      world.timeline.after(std::chrono::seconds(20), [&] { remove(world, second); });
    CHECK(outline(world.apply({manifest("x")})) == "done\n");
    CHECK(world.account() == "gooddata.x settled\n");
    CHECK(world.writes() == "remove"); // once: by its maker, or by the run
    const auto waited = world.timeline.now() - begin;
    CHECK(waited > (maker_lives ? std::chrono::seconds(19) : std::chrono::seconds(350)));
    CHECK(waited < (maker_lives ? std::chrono::seconds(60) : std::chrono::seconds(370)));
    CHECK(world.service.requests.size() < 40);
  }
}

TEST_CASE("the age of a second instance is the service's to tell: the clock of this machine is an hour off") {
  for (const bool ahead : {true, false}) {
    CAPTURE(ahead);
    sim::PlatformConfig config;
    config.choices.date = ahead ? sim::Choices::Date::hour_ahead : sim::Choices::Date::hour_behind;
    World world(config);
    REQUIRE(outline(world.apply({manifest("x")})) == "done\n");
    world.add("x", "gooddata.x", {"cerec:run:other"},
              ahead ? "2026-01-01T01:00:00Z" : "2025-12-31T23:00:00Z");
    const base::TimePoint begin = world.timeline.now();
    CHECK(outline(world.apply({manifest("x")})) == "done\n");
    CHECK(world.account() == "gooddata.x settled\n");
    const auto waited = world.timeline.now() - begin;
    CHECK(waited > std::chrono::seconds(350));
    CHECK(waited < std::chrono::seconds(370));
  }
}

TEST_CASE("a date that lies ahead of the service's own clock holds nobody up for ever") {
  World world;
  REQUIRE(outline(world.apply({manifest("x")})) == "done\n");
  world.add("x", "gooddata.x", {"cerec:run:other"}, "2099-01-01T00:00:00Z");
  const base::TimePoint begin = world.timeline.now();
  CHECK(outline(world.apply({manifest("x")})) == "done\n");
  CHECK(world.account() == "gooddata.x settled\n");
  CHECK(world.timeline.now() - begin < std::chrono::seconds(400));
}

TEST_CASE("a run that is interrupted while it watches says what is left, and when to come back") {
  World world;
  auto options = apply_test::options();
  options.edit_plan = [&](const model::Plan&) {
    world.add("x", "gooddata.x", {"cerec:settled"});
    world.add("x", "gooddata.x", {"cerec:run:other"}, "2026-01-01T00:00:00Z");
  };
  options.on_event = [&](const model::ApplyEvent& event) {
    if (event.type == model::ApplyEvent::Type::waiting)
      world.signals.raise(15);
  };
  const std::string text = outline(world.apply({manifest("x")}, options));
  INFO(text);
  CHECK(text.find("is alive and not settled; `cerec apply` removes it from 2026-01-01T00:06:00Z on") !=
        std::string::npos);
}

TEST_CASE("a rival that is watched out holds no delete back") {
  World world;
  REQUIRE(outline(world.apply({manifest("old")})) == "done\n");
  auto options = apply_test::options();
  options.plan.mode.prune = true;
  options.edit_plan = [&](const model::Plan&) {
    world.add("x", "gooddata.x", {"cerec:settled"});
    world.add("x", "gooddata.x", {"cerec:run:other"}, "2026-01-01T00:00:00Z");
  };
  const base::WallTime begin = world.service.clock.wall();
  CHECK(outline(world.apply({manifest("x")}, options)) == "done (existed)\ndone\n");
  std::vector<std::chrono::seconds> removed;
  for (const sim::Mutation& mutation : world.service.platform.history())
    if (mutation.kind == sim::MutationKind::remove)
      removed.push_back(std::chrono::duration_cast<std::chrono::seconds>(mutation.time - begin));
  REQUIRE(removed.size() == 2);
  CHECK(removed[0] < std::chrono::seconds(10)); // the orphan
  CHECK(removed[1] > std::chrono::seconds(350));
}
