#include "unit/plan/world.hpp"

#include <doctest/doctest.h>

using namespace plan_test;
using model::FieldState;
using model::Shown;
using model::Value;

namespace {

model::Change change_of(const model::DesiredInstance& desired, const World& world,
                        const plan::Options& with = options()) {
  const model::Plan plan = plan::make_plan({desired}, world.listing(), with);
  REQUIRE(plan.changes.size() == 1);
  return plan.changes[0];
}

std::string outline_of(const model::DesiredInstance& desired, const World& world,
                       const plan::Options& with = options()) {
  return outline(plan::make_plan({desired}, world.listing(), with));
}

} // namespace

TEST_CASE("values that mean the same are no difference") {
  struct Case {
    const char* what;
    const char* path;
    Value desired, live;
    bool same;
  };
  const Case cases[] = {
      {"boolean as text", "configuration.a", Value::boolean(true), text("true"), true},
      {"boolean in capitals", "configuration.a", Value::boolean(true), text("TRUE"), true},
      {"another boolean", "configuration.a", Value::boolean(true), text("false"), false},
      {"number as text", "configuration.a", Value::number("100"), text("100"), true},
      {"number written otherwise", "configuration.a", Value::number("1.50"), text("1.5"), true},
      {"exponents", "configuration.a", Value::number("1e3"), text("1000.0"), true},
      {"more digits than a double has", "configuration.a", Value::number("12345678901234567890"),
       text("12345678901234567890"), true},
      {"one double, two numbers", "configuration.a", Value::number("12345678901234567890"),
       text("12345678901234567891"), false},
      {"one double, two fractions", "configuration.a", Value::number("0.1"), text("0.1000000000000000055"),
       false},
      {"a text is compared as text", "configuration.a", text("1.10"), text("1.1"), false},
      {"numbers in objects", "configuration.a", Value::json(R"({"a":1.10,"b":[1e3]})"),
       text(R"({"b":[1000],"a":1.1})"), true},
      {"one double, two numbers in objects", "configuration.a", Value::json(R"({"a":12345678901234567890})"),
       text(R"({"a":12345678901234567891})"), false},
      {"a text is not a number in an object either", "configuration.a", Value::json(R"({"a":"1.0"})"),
       text(R"({"a":1.0})"), false},
      {"text is not a number", "configuration.a", text("0123"), text("123"), false},
      {"object as text", "configuration.a", Value::json(R"({"a":1,"b":[true]})"),
       text(R"({ "b": [true], "a": 1 })"), true},
      {"whole floats", "configuration.a", Value::json(R"({"a":1})"), text(R"({"a":1.0})"), true},
      {"order of a list counts", "configuration.a", Value::json("[1,2]"), text("[2,1]"), false},
      {"JSON in a string", "configuration.a", text(R"({"a": 1})"), text(R"({"a":1})"), true},
      {"broken JSON is text", "configuration.a", text("{a"), text("{ a"), false},
      {"null and null", "configuration.a", Value(), Value(), true},
      {"null and empty", "configuration.a", text(""), Value(), false},
      {"webhook, webhooks", "configuration.event.vendor.type", text("webhook"), text("webhooks"), true},
      {"webhook elsewhere", "configuration.a", text("webhook"), text("webhooks"), false},
  };
  for (const Case& one : cases) {
    CAPTURE(one.what);
    const std::string name = std::string(one.path).substr(14);
    World world;
    const int64_t id = world.add_owned(manifest("one"));
    (*world.at(id).configuration)[name] = one.live;
    const model::Change change = change_of(manifest("one", {{name, one.desired}}), world);
    CHECK((change.kind == model::ChangeKind::keep) == one.same);
  }
}

TEST_CASE("numbers in objects that the service rounds to doubles are told, and not written again and again") {
  const struct {
    const char *applied, *desired, *live, *outline;
    bool warns;
  } cases[] = {
      {"12345678901234567890", "12345678901234567890", "1.2345678901234567e+19", "keep", true},
      {"12345678901234567890", "12345678901234567890", "12345678901234567890.0", "keep", false},
      {"1", "1", "1.0", "keep", false},
      // Edited, or moved: written, once.
      {"12345678901234567890", "12345678901234567890", "1.3e19", "update drift", false},
      {"12345678901234567890", "12345678901234567890", "12345678901234567168", "update drift", false},
      {"12345678901234567890", "12345678901234567891", "1.2345678901234567e+19", "update pending", false},
  };
  for (const auto& c : cases) {
    CAPTURE(c.desired);
    CAPTURE(c.live);
    const auto object = [](const char* number) {
      return std::string(R"({"a":[)") + number + R"(,"x"],"b":)" + number + "}";
    };
    World world;
    const int64_t id = world.add_owned(manifest("one", {{"a", Value::json(object(c.applied))}}));
    (*world.at(id).configuration)["a"] = text(object(c.live));
    const model::Plan plan = plan::make_plan({manifest("one", {{"a", Value::json(object(c.desired))}})},
                                             world.listing(), options());
    std::string outline(model::row_of(plan.changes.at(0).kind).word);
    for (const model::FieldChange& field : plan.changes[0].fields)
      outline += " " + std::string(model::text_of(field.state));
    CHECK(outline == c.outline);
    CHECK(plan.rounded_warning.empty() != c.warns);
    CHECK((plan.warnings.size() == 1) == c.warns);
    if (c.warns)
      CHECK(plan.warnings[0].find("gooddata/gooddata.one configuration.a (12345678901234567000 for "
                                  "12345678901234567890)") != std::string::npos);
  }
}

TEST_CASE("HTML in names and tags is compared as the service stores it; tags are a set") {
  World world;
  const int64_t id = world.add("gooddata", "one");
  world.at(id).user_tags = {"b", "a"};
  model::DesiredInstance desired = manifest("one");
  desired.tags = {{"a", "<b>b</b>", "a"}};
  world.apply(plan::make_plan({desired}, world.listing(), options()), {desired});
  world.at(id).user_tags = {"b", "a"};
  CHECK(change_of(desired, world).kind == model::ChangeKind::keep);
  world.at(id).user_tags = {"a"};
  const model::Change change = change_of(desired, world);
  REQUIRE(change.fields.size() == 1);
  CHECK(change.fields[0].before.text == R"(["a"])");
  CHECK(change.fields[0].after.text == R"(["a","b"])");
}

TEST_CASE("what is not declared, and what is ignored, is not compared") {
  World world;
  const int64_t id = world.add_owned(manifest("one", {{"a", text("1")}, {"event.poller.urls", text("x")}}));
  (*world.at(id).configuration)["server.made"] = text("y");
  (*world.at(id).configuration)["event.poller.urls"] = text("edited");
  world.at(id).user_tags = {"console"};
  world.at(id).disabled = true;
  model::DesiredInstance desired = manifest("one", {{"a", text("1")}, {"event.poller.urls", text("x")}});
  CHECK(outline_of(desired, world) ==
        "update gooddata/gooddata.one #1001 fields_differ configuration.event.poller.urls(drift)\n");
  desired.ignored_paths = {"configuration.event.*"};
  CHECK(change_of(desired, world).kind == model::ChangeKind::keep);
}

TEST_CASE("the fingerprint tells who moved") {
  struct Case {
    const char* applied;
    const char* desired;
    const char* live;
    const char* state;
  };
  const Case cases[] = {
      {"1", "2", "1", "pending"}, {"1", "1", "3", "drift"}, {"1", "2", "3", "conflict"}, {"1", "2", "2", ""}};
  for (const Case& one : cases) {
    CAPTURE(one.state);
    World world;
    const int64_t id = world.add_owned(manifest("one", {{"a", text(one.applied)}}));
    (*world.at(id).configuration)["a"] = text(one.live);
    const model::Change change = change_of(manifest("one", {{"a", text(one.desired)}}), world);
    if (*one.state == 0) {
      CHECK(change.kind == model::ChangeKind::keep);
      continue;
    }
    REQUIRE(change.fields.size() == 1);
    CHECK(text_of(change.fields[0].state) == one.state);
    CHECK(change.fields[0].before == Shown{Shown::Kind::text, one.live});
    CHECK(change.fields[0].after == Shown{Shown::Kind::text, one.desired});
    world.at(id).ownership.fingerprint->key_id = "AAAA";
    CHECK(change_of(manifest("one", {{"a", text(one.desired)}}), world).fields[0].state ==
          FieldState::unknown);
  }
}

TEST_CASE("a field that was not applied before is pending") {
  World world;
  world.add_owned(manifest("one"));
  const model::Change change = change_of(manifest("one", {{"a", text("1")}}), world);
  REQUIRE(change.fields.size() == 1);
  CHECK(change.fields[0].state == FieldState::pending);
  CHECK(change.fields[0].before.kind == Shown::Kind::null);
}

TEST_CASE("a masked secret is compared by its mark, and named when it changes") {
  World world;
  world.add_owned(manifest("one", {{"password", secret("old")}}));
  CHECK(change_of(manifest("one", {{"password", secret("old")}}), world).kind == model::ChangeKind::keep);
  const model::Change change = change_of(manifest("one", {{"password", secret("new")}}), world);
  REQUIRE(change.fields.size() == 1);
  CHECK(change.fields[0].path.text() == "configuration.password");
  CHECK(change.fields[0].state == FieldState::pending);
  CHECK(change.fields[0].before.kind == Shown::Kind::secret);
  CHECK(change.fields[0].before.text.size() == 8);
  CHECK(change.fields[0].after.text.size() == 8);
  CHECK(change.fields[0].before.text != change.fields[0].after.text);
}

TEST_CASE("a secret that comes back in clear is compared by text and shown by marks") {
  World world;
  world.add_owned(manifest("one", {{"user.key", secret("canary-old")}}));
  CHECK(change_of(manifest("one", {{"user.key", secret("canary-old")}}), world).kind ==
        model::ChangeKind::keep);
  const model::Change change = change_of(manifest("one", {{"user.key", text("canary-new")}}), world);
  REQUIRE(change.fields.size() == 1);
  CHECK(change.fields[0].before.kind == Shown::Kind::secret);
  CHECK(change.fields[0].after.kind == Shown::Kind::secret);
  CHECK(change.fields[0].after.text.find("canary") == std::string::npos);
}

TEST_CASE("a secret that cannot be verified is kept, said, and not recorded as applied") {
  const model::DesiredInstance desired = manifest("one", {{"a", text("1")}, {"password", secret("p")}});
  World world;
  const int64_t id = world.add("gooddata", "one", {{"a", text("1")}, {"password", secret("somebody's")}});
  const model::Plan adoption = plan::make_plan({desired}, world.listing(), options());
  CHECK(outline(adoption) == "adopt gooddata/gooddata.one #1001 unowned_match ownership(pending)\n");
  CHECK(adoption.changes[0].unverified ==
        std::vector<model::FieldPath>{model::FieldPath("configuration.password")});
  world.apply(adoption, {desired});

  const model::Plan next = plan::make_plan({desired}, world.listing(), options());
  CHECK(outline(next) == "keep gooddata/gooddata.one #1001 unverifiable\n");
  CHECK(next.counts().unverifiable == 1);
  CHECK(next.changes[0].notes ==
        std::vector<std::string>{
            "cannot be verified: configuration.password (it was not written by cerec so far); "
            "--rotate 'gooddata/gooddata.one' writes it again"});

  plan::Options rotate = options();
  rotate.mode.rotate = {"on*", "no*"};
  const model::Plan written = plan::make_plan({desired}, world.listing(), rotate);
  CHECK(outline(written) ==
        "update gooddata/gooddata.one #1001 rotate_requested configuration.password(unverifiable)\n");
  CHECK(written.warnings == std::vector<std::string>{"--rotate 'no*' names no instance that exists"});
  world.apply(written, {desired});
  CHECK(outline_of(desired, world) == "keep gooddata/gooddata.one #1001\n");

  plan::Options rotated = options();
  rotated.key = &other_key();
  CHECK(change_of(desired, world, rotated).notes[0].find("made with another key") != std::string::npos);
  world.at(id).ownership.fingerprint.reset();
  CHECK(change_of(desired, world).notes[0].find("nothing is recorded") != std::string::npos);
}

TEST_CASE("the mask is never written") {
  World world;
  world.add_owned(manifest("one", {{"password", secret("p")}}));
  plan::Options rotate = options();
  rotate.mode.rotate = {"*"};
  const model::DesiredInstance masked = manifest("one", {{"password", secret("********")}});
  CHECK(outline_of(masked, world, rotate) == "keep gooddata/gooddata.one #1001 unverifiable\n");
}

TEST_CASE("a null resets once; what the element makes of it is not drift") {
  World world;
  const int64_t id = world.add_owned(manifest("one", {{"a", text("1")}}));
  const model::DesiredInstance reset = manifest("one", {{"a", Value()}});
  const model::Plan plan = plan::make_plan({reset}, world.listing(), options());
  CHECK(outline(plan) == "update gooddata/gooddata.one #1001 fields_differ configuration.a(pending)\n");
  world.apply(plan, {reset});
  CHECK((*world.at(id).configuration)["a"].plain() == "the default");
  CHECK(outline_of(reset, world) == "keep gooddata/gooddata.one #1001\n");
  CHECK(change_of(manifest("one", {{"a", text("2")}}), world).fields[0].state == FieldState::pending);
}

TEST_CASE("fields that are declared no more are told, and are no change") {
  World world;
  world.add_owned(manifest("one", {{"a", text("1")}, {"b", text("2")}}));
  const model::Change change = change_of(manifest("one", {{"a", text("1")}}), world);
  CHECK(change.kind == model::ChangeKind::keep);
  CHECK(change.notes == std::vector<std::string>{"1 field is no longer declared; its value stays as it is"});
}

TEST_CASE("protection and onRemove live on the instance") {
  World world;
  world.add_owned(manifest("one"));
  model::DesiredInstance desired = manifest("one");
  desired.protect = desired.release = true;
  const model::Plan plan = plan::make_plan({desired}, world.listing(), options());
  CHECK(outline(plan) ==
        "update gooddata/gooddata.one #1001 fields_differ cerec.onRemove(pending) cerec.protect(pending)\n");
  CHECK(plan.changes[0].fingerprint_only);
  world.apply(plan, {desired});
  CHECK(change_of(desired, world).kind == model::ChangeKind::keep);
}

TEST_CASE("details are asked for only where the listing lacks what is declared") {
  model::DesiredInstance plain = manifest("plain"), configured = manifest("configured", {{"a", text("1")}}),
                         ignoring = manifest("ignoring", {{"a", text("1")}}), disabled = manifest("disabled");
  ignoring.ignored_paths = {"configuration.*"};
  disabled.disabled = false;
  World world;
  for (const auto& one : {plain, configured, ignoring, disabled})
    world.add_owned(one);
  const std::vector<model::DesiredInstance> all{disabled, configured, ignoring, plain};
  CHECK(plan::needed_details(all, world.listing(false), options(), false) ==
        std::vector<int64_t>{1002, 1004});
  CHECK(plan::needed_details(all, world.listing(true), options(), false).empty());
  CHECK(plan::needed_details(all, world.listing(false), options(), true).empty());
  CHECK(outline(plan::make_plan(all, world.listing(false), options())).find("update") == std::string::npos);
  configured.configuration["a"] = text("2");
  CHECK(plan::needed_details({configured}, world.listing(false), options(), true) ==
        std::vector<int64_t>{1002});
}

TEST_CASE("names and tags are compared by what a sanitizer was given") {
  World world;
  model::DesiredInstance desired = manifest("R&D");
  desired.tags = {"R&D", "a=b"};
  const int64_t id = world.add_owned(desired);
  world.at(id).name = "R&amp;D";
  world.at(id).user_tags = {"a&#61;b", "R&amp;D"};
  CHECK(change_of(desired, world).kind == model::ChangeKind::keep);
  world.at(id).user_tags = {"R&amp;D"};
  CHECK(outline_of(desired, world) ==
        "update gooddata/gooddata.R-D-54d6bf0a4ee #1001 fields_differ tags(drift)\n");
}

TEST_CASE("the tag that the service makes of the name is no difference, and no edit") {
  World world;
  model::DesiredInstance desired = manifest("one");
  desired.tags = {"prod"};
  const int64_t id = world.add_owned(desired);
  world.at(id).user_tags = {"one", "prod"};
  CHECK(change_of(desired, world).kind == model::ChangeKind::keep);
  world.at(id).user_tags = {"one", "prod", "more"};
  const model::Change change = change_of(desired, world);
  REQUIRE(change.fields.size() == 1);
  CHECK(change.fields[0].state == FieldState::drift);
  CHECK(change.fields[0].before.text == R"(["more","one","prod"])"); // as it is
  desired.tags = {"prod", "eu"};
  world.at(id).user_tags = {"one", "prod"};
  CHECK(change_of(desired, world).fields.at(0).state == FieldState::pending); // not a conflict
  desired.tags = {"one", "prod"};                                             // declared: it has to be there
  world.at(id).user_tags = {"prod"};
  CHECK(change_of(desired, world).kind == model::ChangeKind::update);
}

TEST_CASE("a number that the service respells was not edited") {
  World world;
  model::DesiredInstance desired = manifest("one", {{"a", Value::number("5")}});
  const int64_t id = world.add_owned(desired);
  (*world.at(id).configuration)["a"] = text("5.0");
  CHECK(change_of(desired, world).kind == model::ChangeKind::keep);
  desired.configuration["a"] = Value::number("6");
  CHECK(change_of(desired, world).fields.at(0).state == FieldState::pending);
}
