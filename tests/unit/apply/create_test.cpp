#include "apply/faults.hpp"
#include "unit/apply/world.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace cerec;
using apply_test::manifest;
using apply_test::outline;
using apply_test::World;

TEST_CASE("a create looks up, posts, lists, settles, and stores the token before it is reported") {
  World world;
  bool stored_first = false;
  auto options = apply_test::options();
  options.on_event = [&](const model::ApplyEvent& event) {
    if (event.type == model::ApplyEvent::Type::completed)
      stored_first = world.files.find("/project/.cerec/tokens.json") != nullptr;
  };
  const model::Outcome outcome = world.apply({manifest("x")}, options);
  CHECK(outline(outcome) == "done\n");
  CHECK(world.requests() == "list POST list list PATCH"); // one to read back, one to settle
  CHECK(world.account() == "gooddata.x settled\n");
  CHECK(world.events == "apply_start gooddata.x\napply_complete gooddata.x\n");
  CHECK(stored_first);
  CHECK(world.tokens_are_right());
  CHECK(world.files.find("/project/.cerec/tokens.json")->mode == 0600);
  CHECK(outcome.requests.total == 5);
  CHECK(outcome.requests.list == 3);
  CHECK(outcome.requests.create == 1);
  CHECK(outcome.requests.update == 1);

  CHECK(world.apply({manifest("x")}).changes.empty());
  CHECK(world.requests().empty());
  CHECK_FALSE(world.last_plan.has_changes());
}

TEST_CASE("each way to lose the answer of a POST, and what becomes of it") {
  struct Case {
    const char* fault;
    const char* outline;
    const char* account;
    const char* writes;
  };
  const Case cases[] = {
      {"POST /instances nth=1 refuse-connection", "done\n", "gooddata.x settled\n", "create patch"},
      {"POST /instances nth=1 commit-then-close", "done\n", "gooddata.x settled\n", "create patch"},
      {"POST /instances nth=1 reset-after", "done\n", "gooddata.x settled\n", "create patch"},
      {"POST /instances nth=1 reset-before", "done\n", "gooddata.x settled\n", "create patch"},
      {"POST /instances nth=1 reset-before late-commit=60s", "done\n", "gooddata.x settled\n",
       "create patch"},
      {"POST /instances nth=1 truncate", "done\n", "gooddata.x settled\n", "create patch"},
      {"POST /instances nth=1 hang", "done\n", "gooddata.x settled\n", "create patch"},
      {"POST /instances nth=1 html", "done\n", "gooddata.x settled\n", "create patch"},
      {"POST /instances nth=1 broken-json", "done\n", "gooddata.x settled\n", "create patch"},
      {"POST /instances nth=1 status=500", "done\n", "gooddata.x settled\n", "create patch"},
      {"POST /instances nth=1 status=500 commit", "done\n", "gooddata.x settled\n", "create patch"},
      {"POST /instances nth=1 status=502 html commit", "done\n", "gooddata.x settled\n", "create patch"},
      {"POST /instances nth=1 status=503 commit", "done\n", "gooddata.x settled\n", "create patch"},
      {"POST /instances nth=1 status=503 late-commit=30s", "done\n", "gooddata.x settled\n", "create patch"},
      {"POST /instances nth=1 status=408", "done\n", "gooddata.x settled\n", "create patch"},
      {"POST /instances nth=1 status=429 retry-after=5", "done\n", "gooddata.x settled\n", "create patch"},
      {"POST /instances nth=1 delay=200s", "done\n", "gooddata.x settled\n", "create patch"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.fault);
    World world;
    world.fault(each.fault);
    const model::Outcome outcome = world.apply({manifest("x")});
    CHECK(outline(outcome) == each.outline);
    world.timeline.run_all(world.timeline.now() + std::chrono::hours(1));
    CHECK(world.account() == each.account);
    CHECK(world.tokens_are_right());
    CHECK(world.writes() == each.writes);
  }
}

TEST_CASE("a POST that is carried out after the whole limit leaves a duplicate that the next plan removes") {
  World world;
  world.fault("POST /instances nth=1 reset-before late-commit=200s");
  CHECK(outline(world.apply({manifest("x")})) == "done\n");
  CHECK(world.writes() == "create patch");
  world.timeline.run_all(world.timeline.now() + std::chrono::hours(1));
  CHECK(world.account() == "gooddata.x settled\ngooddata.x unsettled run\n");
  CHECK(outline(world.apply({manifest("x")})) == "done\n");
  CHECK(world.account() == "gooddata.x settled\n");
  CHECK(world.tokens_are_right());
}

TEST_CASE("definite refusals create nothing and are not repeated") {
  for (const char* fault :
       {"POST /instances status=400", "POST /instances status=404", "POST /instances status=409",
        "POST /instances status=415", "POST /instances status=403"}) {
    CAPTURE(fault);
    World world;
    world.fault(fault);
    const model::Outcome outcome = world.apply({manifest("x")});
    REQUIRE(outcome.changes.size() == 1);
    CHECK(outcome.changes[0].ending == model::Ending::failed);
    CHECK_FALSE(outcome.changes[0].request_id.empty());
    CHECK(world.requests() == "list POST");
    CHECK(world.account().empty());
  }
}

TEST_CASE("without an answer for the whole limit, twice: unknown, and never a third POST") {
  World world;
  world.fault("POST /instances reset-before");
  const model::Outcome outcome = world.apply({manifest("x")});
  REQUIRE(outcome.changes.size() == 1);
  CHECK(outcome.changes[0].ending == model::Ending::unknown);
  CHECK(outcome.changes[0].next_step == "cerec apply");
  CHECK(outcome.requests.create == 2);
  CHECK(world.events.find("apply_waiting gooddata.x\n") != std::string::npos);
}

TEST_CASE("while the look-ups fail nothing proves that it is absent: no second POST") {
  World world;
  world.fault("POST /instances reset-before");
  world.fault("GET /instances between=3..100000 status=500");
  const model::Outcome outcome = world.apply({manifest("x")});
  CHECK(outcome.changes.at(0).ending == model::Ending::unknown);
  CHECK(outcome.requests.create == 1);
}

TEST_CASE("a single-use code is never posted twice") {
  for (const char* fault : {"POST /instances nth=1 reset-before", "POST /instances nth=1 refuse-connection",
                            "POST /instances nth=1 status=429"}) {
    CAPTURE(fault);
    World world;
    world.fault(fault);
    auto desired = manifest("x");
    desired.single_use_code = true;
    const model::Outcome outcome = world.apply({desired});
    CHECK(outcome.changes.at(0).ending != model::Ending::done);
    CHECK(outcome.requests.create == 1);
    CHECK(world.account().empty());
  }
}

TEST_CASE("found before the POST: adopted, or settled first, or quarantined and not counted") {
  World world;
  auto options = apply_test::options();
  options.edit_plan = [&](const model::Plan&) { // behind the back of a plan that says "create"
    world.add("x", "gooddata.x", {"cerec:settled"});
    world.add("y", "gooddata.y", {"cerec:run:other"});
    world.add("z", "gooddata.z", {"cerec:settled", "cerec:quarantine"});
  };
  const model::Outcome outcome = world.apply({manifest("x"), manifest("y"), manifest("z")}, options);
  CHECK(outline(outcome) == "done (existed)\ndone (existed)\ndone\n");
  CHECK(world.account() == "gooddata.x settled\ngooddata.y settled\ngooddata.z settled quarantined\n"
                           "gooddata.z settled\n");
  CHECK(world.writes() == "patch create patch");
}

TEST_CASE("another run's instance appears between POST and settling") {
  struct Case {
    const char* name;
    std::vector<std::string> rival_tags;
    bool lower;
    const char* outline;
    const char* account;
  };
  const Case cases[] = {
      {"a settled one wins", {"cerec:settled"}, false, "done (existed)\n", "gooddata.x settled\n"},
      {"a dead rival with a higher id loses and is watched out",
       {"cerec:run:dead"},
       false,
       "done\n",
       "gooddata.x settled\n"},
      {"a dead rival with a lower id wins",
       {"cerec:run:dead"},
       true,
       "done (existed)\n",
       "gooddata.x settled\n"},
  };
  for (const Case& each : cases) {
    CAPTURE(each.name);
    World world;
    bool added = false;
    auto options = apply_test::options();
    options.on_event = [&](const model::ApplyEvent& event) {
      if (event.type != model::ApplyEvent::Type::started || added)
        return;
      added = true;
      // After the look-up (which takes 4 ms) and before the listing after the POST (24 ms).
      world.timeline.after(base::Duration(each.lower ? 8 : 26),
                           [&] { world.add("x", "gooddata.x", each.rival_tags); });
    };
    const model::Outcome outcome = world.apply({manifest("x")}, options);
    CHECK(outline(outcome) == each.outline);
    CHECK(world.account() == each.account);
  }
}

TEST_CASE("listings that lag behind do not hide the instance that was just made") {
  World world;
  world.fault("GET /instances between=3..6 stale-list=10s");
  const model::Outcome outcome = world.apply({manifest("x")});
  CHECK(outline(outcome) == "done\n");
  CHECK(world.account() == "gooddata.x settled\n");
  CHECK(world.tokens_are_right());
}

TEST_CASE("a slow settling write is followed by a listing, not by a blind repeat") {
  for (const char* fault :
       {"PATCH /instances/{id} nth=1 commit-then-close", "PATCH /instances/{id} nth=1 status=500",
        "PATCH /instances/{id} nth=1 hang", "PATCH /instances/{id} nth=1 status=429",
        "PATCH /instances/{id} nth=1 reset-before late-commit=20s",
        "PATCH /instances/{id} nth=1 broken-json"}) {
    CAPTURE(fault);
    World world;
    world.fault(fault);
    const model::Outcome outcome = world.apply({manifest("x")});
    CHECK(outline(outcome) == "done\n");
    CHECK(world.account() == "gooddata.x settled\n");
    CHECK(world.tokens_are_right());
  }
}

TEST_CASE("disabled from the start: a request of its own") {
  World world;
  auto desired = manifest("x");
  desired.disabled = true;
  CHECK(outline(world.apply({desired})) == "done\n");
  CHECK(world.requests() == "list POST list list PATCH DELETE-enabled");
  CHECK(world.account() == "gooddata.x settled disabled\n");
}

TEST_CASE("missing entries that the service names are placed under the manifest's line") {
  auto desired = manifest("x");
  desired.configuration.erase("siteAddress");
  const auto source =
      std::make_shared<base::SourceFile>(base::SourceFile{"x.yaml", "configuration:\n  username: joe\n"});
  desired.spans[model::Field::configuration] = {source, 1, 1, 13};
  desired.spans[model::FieldPath("configuration.username")] = {source, 2, 3, 8};
  const auto faults = [&](const std::string& message, const std::string& provider_message) {
    api::ApiError error;
    error.message = message;
    error.provider_message = provider_message;
    std::string out;
    const base::Diagnostics found = apply::faults_of(error, desired, [](const model::ElementRef& element) {
      CHECK(element.key == "gooddata");
      return std::vector<std::string>{"password", "siteAddress", "project.name"};
    });
    for (const base::Diagnostic& each : found.items())
      out += fmt::format("{} {}: {}\n", each.span.text(), each.code, each.message);
    return out;
  };
  CHECK(
      faults("Missing: siteAddress, project.name.", "") ==
      "x.yaml:1:1 missing-entry: the service requires `project.name`: Missing: siteAddress, project.name.\n"
      "x.yaml:1:1 missing-entry: the service requires `siteAddress`: Missing: siteAddress, project.name.\n");
  CHECK(faults("refused", "bad username") ==
        "x.yaml:2:3 refused-entry: the service refused `username`: refused\n");
  CHECK(faults("no such account", "").empty());
}
