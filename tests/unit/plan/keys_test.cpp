#include "unit/plan/world.hpp"

#include <doctest/doctest.h>

using namespace cerec;
using model::FieldState;
using model::Shown;
using plan_test::key;
using plan_test::manifest;
using plan_test::options;
using plan_test::other_key;
using plan_test::outline;
using plan_test::secret;
using plan_test::text;
using plan_test::World;

namespace {

/// The key was rotated; `previous`: and the one before is named.
plan::Options rotated(bool previous) {
  plan::Options after = options();
  after.key = &other_key();
  if (previous)
    after.previous_keys = {key()};
  return after;
}

model::DesiredInstance one(const std::string& password) {
  return manifest("one", {{"a", text("1")}, {"password", secret(password)}});
}

} // namespace

TEST_CASE("what a previous key recorded is verified with it, and recorded anew as a change of its own") {
  World world;
  world.add_owned(one("p"));
  const model::Plan plan = plan::make_plan({one("p")}, world.listing(), rotated(true));
  CHECK(outline(plan) == "update gooddata/gooddata.one #1001 fields_differ cerec.fingerprintKey(pending)\n");
  CHECK(plan.changes[0].fingerprint_only);
  CHECK(plan.changes[0].unverified.empty());
  CHECK(plan.warnings.empty());
  world.apply(plan, {one("p")}, other_key());
  CHECK(outline(plan::make_plan({one("p")}, world.listing(), rotated(false))) ==
        "keep gooddata/gooddata.one #1001\n");
}

TEST_CASE("a secret that was changed with the rotation of the key is a planned change, and its marks tell "
          "nothing") {
  World world;
  world.add_owned(one("p"));
  const model::Plan plan = plan::make_plan({one("q")}, world.listing(), rotated(true));
  REQUIRE(plan.changes.size() == 1);
  REQUIRE(plan.changes[0].fields.size() == 2);
  const model::FieldChange& password = plan.changes[0].fields[1];
  CHECK(password.path.text() == "configuration.password");
  CHECK(password.state == FieldState::pending);
  CHECK(password.before == Shown{Shown::Kind::secret, {}}); // a mark of another key: nothing to compare
  CHECK(password.after.text.size() == 8);
  world.apply(plan, {one("q")}, other_key());
  CHECK_FALSE(plan::make_plan({one("q")}, world.listing(), rotated(false)).has_changes());
}

TEST_CASE("an edit and a moved manifest are told apart by a record of the previous key") {
  World world;
  const int64_t id = world.add_owned(one("p"));
  (*world.at(id).configuration)["a"] = text("3");
  const model::Plan drift = plan::make_plan({one("p")}, world.listing(), rotated(true));
  CHECK(outline(drift).find("configuration.a(drift)") != std::string::npos);
}

TEST_CASE("a lost key: nothing is guessed, the instances are named, and it is no silent success") {
  World world;
  world.add_owned(one("p"));
  world.add_owned(manifest("two", {{"password", secret("p")}}));
  world.add_owned(manifest("clear", {{"a", text("1")}}));
  const std::vector<model::DesiredInstance> desired{
      one("changed"), manifest("two", {{"password", secret("p")}}), manifest("clear", {{"a", text("1")}})};
  const model::Plan plan = plan::make_plan(desired, world.listing(), rotated(false));
  CHECK_FALSE(plan.has_changes());
  CHECK(plan.has_unverified());
  REQUIRE(plan.warnings.size() == 1);
  CHECK(plan.warnings[0].starts_with(
      "2 instances cannot be verified (gooddata/gooddata.one, gooddata/gooddata.two): "));
  CHECK_FALSE(plan::make_plan({manifest("clear", {{"a", text("1")}})}, world.listing(), rotated(false))
                  .has_unverified());
}

TEST_CASE("one password in two instances shows two marks") {
  World world;
  const std::vector<model::DesiredInstance> desired{manifest("one", {{"password", secret("same")}}),
                                                    manifest("two", {{"password", secret("same")}})};
  const model::Plan plan = plan::make_plan(desired, world.listing(), options());
  std::vector<std::string> marks;
  for (const model::Change& change : plan.changes)
    for (const model::FieldChange& field : change.fields)
      if (field.path.text() == "configuration.password")
        marks.push_back(field.after.text);
  REQUIRE(marks.size() == 2);
  CHECK(marks[0] != marks[1]);
  world.apply(plan, desired);
  std::vector<model::Fingerprint> prints;
  for (const model::LiveInstance& live : world.listing().instances)
    prints.push_back(live.ownership.fingerprint.value());
  REQUIRE(prints.size() == 2);
  for (const crypto::FieldMark& mark : prints[0].marks)
    CHECK_FALSE(prints[1].holds(mark));
}
