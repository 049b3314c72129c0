#include "cerec/plan/equality.hpp"
#include "unit/plan/world.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

using namespace plan_test;

namespace {

model::SinkSpec file_sink(const std::string& path) {
  return {"file", {{"path", {path}}}, {}};
}

plan::Options pruning() {
  plan::Options with = options();
  with.mode.prune = true;
  with.sinks = {file_sink("tokens.json")};
  return with;
}

/// An account and manifests, a plan that was reviewed, and what moved since.
struct Scene {
  World world;
  std::vector<model::DesiredInstance> desired;
  plan::Options with = pruning();
  model::Plan reviewed;

  [[nodiscard]] model::Plan plan() const { return plan::make_plan(desired, world.listing(), with); }
  void review() { reviewed = plan(); }
  [[nodiscard]] plan::Comparison compare() const {
    const model::Listing listing = world.listing();
    const model::Plan fresh = plan::make_plan(desired, listing, with);
    return plan::compare(reviewed, {fresh, listing, desired, with});
  }
  /// One line for each reason, and "done".
  [[nodiscard]] std::string verdict() const {
    const plan::Comparison comparison = compare();
    std::string out;
    for (const std::string& one : comparison.whole)
      out += one + "\n";
    for (const auto& [index, reason] : comparison.left.stale)
      out += fmt::format("{}: {}\n", index, reason);
    for (const auto& [index, id] : comparison.left.done)
      out += fmt::format("{}: done {}\n", index, id);
    return out;
  }
};

/// One change of each usual kind.
Scene usual() {
  Scene scene;
  (void)scene.world.add_owned(manifest("edited", {{"a", text("1")}}));
  (void)scene.world.add_owned(manifest("gone"));
  (void)scene.world.add("gooddata", "found");
  (void)scene.world.add_owned(manifest("calm"));
  scene.desired = {manifest("edited", {{"a", text("2")}}), manifest("found"), manifest("fresh"),
                   manifest("calm")};
  scene.review();
  REQUIRE(outline(scene.reviewed) ==
          "update gooddata/gooddata.edited #1001 fields_differ configuration.a(pending)\n"
          "adopt gooddata/gooddata.found #1003 unowned_match ownership(pending)\n"
          "create gooddata/gooddata.fresh absent\n"
          "delete gooddata/gooddata.gone #1002 manifest_removed\n"
          "keep gooddata/gooddata.calm #1004\n");
  return scene;
}

void give_to(model::LiveInstance& live, const std::string& stack, const std::string& logical_id) {
  live.ownership = model::Ownership::of(stack, logical_id);
  live.ownership.settled = true;
}

} // namespace

TEST_CASE("nothing moved: every change is equal") {
  const Scene scene = usual();
  CHECK(scene.verdict().empty());
  CHECK(scene.compare().equal());
  CHECK_FALSE(scene.compare().already_applied);
}

TEST_CASE("an unrelated instance may move, and a manifest's other instances too") {
  Scene scene = usual();
  scene.world.at(1004).name = "edited by hand";
  scene.world.add("gooddata", "another");
  CHECK(scene.verdict().empty());
}

TEST_CASE("an instance that moved refuses its change, and the reason says what moved") {
  Scene scene = usual();
  (*scene.world.at(1001).configuration)["other"] = text("by hand");
  scene.world.erase(1003);
  scene.world.add("gooddata", "fresh");
  scene.world.at(1002).user_tags = {"wanted"};
  CHECK(scene.verdict() == "0: instance 1001 changed since: its configuration\n"
                           "1: instance 1003 is gone\n"
                           "2: instance 1005 has this identity or name now\n"
                           "3: instance 1002 changed since: its tags\n");
}

TEST_CASE("each part of an instance is told by its name") {
  Scene scene = usual();
  scene.world.at(1001).ownership.protect = true;
  CHECK(scene.verdict() == "0: instance 1001 changed since: its owner or protection\n");
  scene.world.at(1001).ownership.fingerprint.reset();
  scene.world.at(1001).disabled = true;
  CHECK(scene.verdict() == "0: instance 1001 changed since: its owner or protection, what was last applied, "
                           "whether it is disabled\n");
}

TEST_CASE("applied twice: all of it is done already") {
  Scene scene = usual();
  scene.world.apply(scene.reviewed, scene.desired);
  const plan::Comparison comparison = scene.compare();
  CHECK(comparison.equal());
  CHECK(comparison.already_applied);
  CHECK(scene.verdict() == "0: done 1001\n1: done 1003\n2: done 1005\n3: done 0\n");
}

TEST_CASE("partly applied: the rest is carried out") {
  Scene scene = usual();
  model::Plan part = scene.reviewed;
  part.changes.resize(2);
  scene.world.apply(part, scene.desired);
  CHECK(scene.verdict() == "0: done 1001\n1: done 1003\n");
}

TEST_CASE("a delete is done when the listing proves the instance absent, and not when it is elsewhere") {
  Scene scene = usual();
  give_to(scene.world.at(1002), "other", "x");
  scene.world.at(1002).ownership.protect = true;
  CHECK(scene.verdict() == "3: instance 1002 belongs to other/x now\n");
  scene.world.at(1002).ownership = {};
  CHECK(scene.verdict() == "3: instance 1002 belongs to nobody now\n");
  scene.world.erase(1002);
  CHECK(scene.verdict() == "3: done 0\n");
}

TEST_CASE("a release is never said to be done: its instance is there, and not ours") {
  Scene scene;
  model::DesiredInstance forgotten = manifest("gone");
  forgotten.release = true;
  (void)scene.world.add_owned(forgotten);
  scene.review();
  scene.world.apply(scene.reviewed, {});
  CHECK(scene.verdict() == "0: instance 1001 belongs to nobody now\n");
}

TEST_CASE("another declaration under the same manifest digest is another change") {
  Scene scene = usual();
  SUBCASE("a value of a create") {
    scene.desired[2].configuration["siteAddress"] = text("evil.example");
    CHECK(scene.verdict() ==
          "2: the create is another now: configuration.siteAddress would become evil.example too\n");
  }
  SUBCASE("another value of an update") {
    scene.desired[0].configuration["a"] = text("3");
    CHECK(scene.verdict() == "0: instance 1001 changed since: configuration.a would become 3, not 2\n");
  }
  SUBCASE("a tag") {
    scene.desired[2].tags = {"x"};
    CHECK(scene.verdict() == "2: the create is another now: tags would become [\"x\"] too\n");
  }
  SUBCASE("protection") {
    scene.desired[2].protect = true;
    CHECK(scene.verdict() == "2: the create is another now: cerec.protect would become true too\n");
  }
  SUBCASE("what was declared is not any more") {
    scene.desired[0].configuration.clear();
    CHECK(scene.verdict() == "0: instance 1001 is kept as it is, but its manifest declares another "
                             "configuration.a now\n");
  }
  SUBCASE("its own sink") {
    scene.desired[2].sinks = {file_sink("elsewhere.json")};
    scene.reviewed.binding = scene.plan().binding; // the binding tells it of the whole plan
    CHECK(scene.verdict() ==
          "2: the create is another now: its token would go to file path=elsewhere.json, not to "
          "file path=tokens.json\n");
  }
}

TEST_CASE("marks are compared, and references, and both ways") {
  Scene scene;
  model::DesiredInstance one = manifest("one", {{"password", secret("p")}});
  one.references[model::FieldPath("configuration.password")] = {"env:P"};
  scene.desired = {one};
  scene.review();
  CHECK(scene.verdict().empty());
  SUBCASE("another value") {
    scene.desired[0].configuration["password"] = secret("q");
    CHECK(scene.verdict().find("configuration.password would become (secret ") != std::string::npos);
  }
  SUBCASE("another reference with the same value") {
    scene.desired[0].references[model::FieldPath("configuration.password")] = {"env:Q"};
    CHECK(scene.verdict().find("from env:Q), not (secret ") != std::string::npos);
  }
  SUBCASE("one more") {
    scene.desired[0].configuration["user.key"] = secret("k");
    CHECK(scene.verdict().find("configuration.user.key would become (secret ") != std::string::npos);
  }
}

TEST_CASE("a kept instance was applied only if it is what the plan says") {
  Scene scene;
  scene.desired = {manifest("one", {{"a", text("1")}})};
  scene.review();
  scene.desired = {manifest("one", {{"a", text("2")}})};
  scene.world.apply(scene.plan(), scene.desired); // somebody else's plan
  CHECK(scene.verdict() ==
        "0: instance 1001 is kept as it is, but its manifest declares another configuration.a now\n");
  scene.desired = {manifest("one", {{"a", text("1")}, {"b", text("1")}})};
  scene.world.apply(scene.plan(), scene.desired);
  CHECK(scene.verdict() ==
        "0: instance 1001 is kept as it is, but its manifest declares configuration.b now\n");
}

TEST_CASE("what only a create sends is known only while it is planned") {
  Scene scene;
  model::DesiredInstance one = manifest("one");
  one.provider_data = secret("{\"code\":\"c\"}");
  scene.desired = {one, manifest("two")};
  scene.with.binding.secrets = {{"gooddata/gooddata.one", model::Field::provider_data, "env:C", "1"}};
  scene.review();
  model::Plan part = scene.reviewed;
  part.changes.erase(part.changes.begin() + 1);
  scene.world.apply(part, scene.desired);
  scene.desired[0].provider_data.reset(); // not resolved: it is kept
  scene.with.binding.secrets.clear();
  CHECK(scene.verdict() == "0: done 1001\n");
}

TEST_CASE("a take-over and a rotation apply with the plan's own mode") {
  Scene scene;
  (void)scene.world.add_owned(manifest("one"), "other");
  (void)scene.world.add_owned(manifest("two", {{"password", secret("p")}}));
  (void)scene.world.add("gooddata", "three");
  scene.desired = {manifest("one"), manifest("two", {{"password", secret("p")}}), manifest("three")};
  scene.with.mode.take_over = {model::TakeOver::parse("one")};
  scene.with.mode.rotate = {"*"};
  scene.review();
  CHECK(scene.verdict().empty());
  give_to(scene.world.at(1001), "third", "y");
  CHECK(scene.verdict() ==
        "0: instance 1001 changed since: its owner or protection, what was last applied\n");
  scene.with.mode = pruning().mode;
  CHECK(scene.verdict().find("0: refused now: foreign_owner") != std::string::npos);
}

TEST_CASE("a replace is done when the old instance is gone and another is kept as declared") {
  Scene scene;
  (void)scene.world.add_owned(manifest("one", {}, "pardot"));
  scene.world.at(1001).ownership = model::Ownership::of("prod", "gooddata.one");
  scene.world.at(1001).ownership.settled = true;
  scene.desired = {manifest("one")};
  scene.with.mode.allow_replace = {"one"};
  scene.review();
  REQUIRE(scene.reviewed.changes.front().kind == model::ChangeKind::replace);
  scene.world.apply(scene.reviewed, scene.desired);
  CHECK(scene.verdict() == "0: done 1002\n");
  scene.world.erase(1002);
  CHECK(scene.verdict() == "0: instance 1001 is gone\n");
}

TEST_CASE("another account, user, stack, URL, environment, other manifests, secrets or sinks refuse all") {
  Scene scene = usual();
  model::PlanBinding& now = scene.with.binding;
  now.manifests = {{"a.yaml", "1"}, {"b.yaml", "2"}};
  now.secrets = {{"gooddata/x", model::FieldPath("configuration.password"), "env:P", "1"}};
  now.sinks = {"file path=tokens.json"};
  scene.review();
  CHECK(scene.verdict().empty());
  const auto with = [&](const std::function<void(model::PlanBinding&)>& change) {
    const model::PlanBinding before = now;
    change(now);
    const plan::Comparison comparison = scene.compare();
    now = before;
    std::string out;
    for (const std::string& reason : comparison.whole)
      out += reason + "\n";
    return out;
  };
  CHECK(with([](auto& fresh) { fresh.account = "x"; }) == "it was made for another account\n");
  CHECK(with([](auto& fresh) { fresh.user = "x"; }) == "it was made for another user of this account\n");
  CHECK(with([](auto& fresh) { fresh.base_url = "https://x"; }) ==
        "it was made for https://api.example.com/elements/api-v2, not for https://x\n");
  CHECK(with([](auto& fresh) { fresh.environment = "staging"; }) ==
        "it was made for no environment, not for the environment staging\n");
  CHECK(with([](auto& fresh) {
          fresh.manifests = {{"a.yaml", "9"}, {"c.yaml", "3"}};
        }) == "the manifest a.yaml changed since\nthe manifest b.yaml is gone\nthe manifest c.yaml was added "
              "since\n");
  CHECK(with([](auto& fresh) { fresh.secrets[0].mark = "2"; }) ==
        "the secret env:P (configuration.password of gooddata/x) changed since\n");
  CHECK(with([](auto& fresh) { fresh.secrets.clear(); }) ==
        "the secret env:P (configuration.password of gooddata/x) is gone\n");
  CHECK(with([](auto& fresh) {
          fresh.secrets.push_back({"gooddata/x", model::FieldPath("configuration.token"), "env:T", "1"});
        }) == "the secret env:T (configuration.token of gooddata/x) was added since\n");
  CHECK(with([](auto& fresh) { fresh.sinks = {"command command=[\"curl\"]"}; }) ==
        "the token sink command command=[\"curl\"] was added since\n"
        "the token sink file path=tokens.json is gone\n");
  scene.with.stack = "staging";
  CHECK(scene.compare().whole == std::vector<std::string>{"it was made for the stack prod, not for staging"});
}

TEST_CASE("a sink is the same one from wherever its folder is seen") {
  const auto texts = [](const std::string& folder) {
    model::SinkSpec sink = file_sink(folder + ".cerec/tokens.json");
    sink.stated = file_sink(".cerec/tokens.json").settings;
    return plan::sink_texts({}, {sink});
  };
  CHECK(texts("") == texts("/srv/checkout/"));
  CHECK(texts("") == std::vector<std::string>{"file path=.cerec/tokens.json"});
}

TEST_CASE("preconditions agree where both have read, and only there") {
  World world;
  world.add_owned(manifest("one", {{"password", secret("p")}}));
  const auto of = [&](bool details) {
    return plan::precondition_of(world.listing(details).instances[0], key());
  };
  const std::string full = of(true), light = of(false);
  CHECK(full != light);
  CHECK(plan::preconditions_agree(full, light));
  (*world.at(1001).configuration)["a"] = text("x");
  CHECK_FALSE(plan::preconditions_agree(full, of(true)));
  CHECK(plan::preconditions_agree(full, of(false)));
  world.at(1001).name = "x";
  CHECK_FALSE(plan::preconditions_agree(light, of(false)));
  CHECK_FALSE(plan::preconditions_agree(full, ""));
}
