#include "unit/plan/world.hpp"

#include <doctest/doctest.h>

using namespace plan_test;

namespace {

std::string planned(const std::vector<model::DesiredInstance>& desired, const World& world,
                    const plan::Options& with = options()) {
  return outline(plan::make_plan(desired, world.listing(), with));
}

const std::string k_id = "gooddata/gooddata.one";

} // namespace

TEST_CASE("a manifest without any instance is a create") {
  CHECK(planned({manifest("one")}, World()) == "create " + k_id + " absent\n");
}

TEST_CASE("the identity finds the instance, whatever its name is") {
  World world;
  const int64_t id = world.add_owned(manifest("one"));
  world.add("gooddata", "one");
  CHECK(planned({manifest("one")}, world) == "keep " + k_id + " #1001\n");
  world.at(id).name = "edited";
  CHECK(planned({manifest("one")}, world) == "update " + k_id + " #1001 fields_differ name(drift)\n");
}

TEST_CASE("an unowned instance of the element and name is adopted") {
  World world;
  world.add("gooddata", "one");
  world.add("pardot", "one");
  const model::Plan plan = plan::make_plan({manifest("one")}, world.listing(), options());
  CHECK(outline(plan) == "adopt " + k_id + " #1001 unowned_match ownership(pending)\n");
  CHECK(plan.changes[0].fingerprint_only);
  CHECK(plan.ignored_unowned == 1);
}

TEST_CASE("an element that is named by its id matches too") {
  World world;
  const int64_t id = world.add("gooddata", "one");
  world.at(id).element.id = 1469;
  model::DesiredInstance by_id = manifest("one");
  by_id.element = {"", 1469};
  CHECK(planned({by_id}, world) == "adopt " + k_id + " #1001 unowned_match ownership(pending)\n");
}

TEST_CASE("several unowned candidates stop the manifest, with the command that settles it") {
  World world;
  world.add("gooddata", "one");
  world.add("gooddata", "one");
  const model::Plan plan = plan::make_plan({manifest("one")}, world.listing(), options());
  CHECK(outline(plan) == "adopt " + k_id + " unowned_match !ambiguous\n");
  const model::Change& change = plan.changes[0];
  CHECK(change.candidates == std::vector<model::Candidate>{{1001, "one", "2026-01-01T00:00:00Z", ""},
                                                           {1002, "one", "2026-01-01T00:00:00Z", ""}});
  CHECK(change.advice == "cerec apply --take-over 'one=1001'");

  plan::Options settled = options();
  settled.mode.take_over = {model::TakeOver::parse("one=1002")};
  CHECK(planned({manifest("one")}, world, settled) ==
        "adopt " + k_id + " #1002 taken_over ownership(pending)\n");
}

TEST_CASE("an instance of another stack is refused by name, and taken over only by name") {
  World world;
  world.add_owned(manifest("one"), "other");
  model::Plan plan = plan::make_plan({manifest("one")}, world.listing(), options());
  CHECK(outline(plan) == "adopt " + k_id + " #1001 unowned_match !foreign_owner\n");
  CHECK(plan.changes[0].candidates[0].owner == "other/gooddata.one");
  CHECK(plan.changes[0].advice == "cerec apply --take-over 'one'");
  CHECK(plan.foreign == 1);

  plan::Options taking = options();
  taking.mode.take_over = {model::TakeOver::parse("one"), model::TakeOver::parse("nothing")};
  plan = plan::make_plan({manifest("one")}, world.listing(), taking);
  CHECK(outline(plan) == "adopt " + k_id + " #1001 taken_over ownership(pending)\n");
  CHECK(plan.foreign == 0);
  CHECK(plan.warnings == std::vector<std::string>{"--take-over 'nothing' names no manifest"});
}

TEST_CASE("two settled owners of one identity stop; --take-over releases the other one") {
  World world;
  world.add_owned(manifest("one"));
  world.add_owned(manifest("one"));
  CHECK(planned({manifest("one")}, world) == "update " + k_id + " duplicate !ambiguous\n");
  plan::Options settled = options();
  settled.mode.take_over = {model::TakeOver::parse("gooddata.one=1002")};
  const model::Plan plan = plan::make_plan({manifest("one")}, world.listing(), settled);
  CHECK(outline(plan) ==
        "release " + k_id + " #1001 duplicate ownership(pending)\nkeep " + k_id + " #1002\n");
  world.apply(plan, {manifest("one")});
  CHECK(planned({manifest("one")}, world) == "keep " + k_id + " #1002\n");
}

TEST_CASE("a previous name finds an unowned instance and one of our own") {
  model::DesiredInstance renamed = manifest("new");
  renamed.previous_names = {"old"};
  World world;
  world.add("gooddata", "old");
  CHECK(planned({renamed}, world) ==
        "adopt gooddata/gooddata.new #1001 unowned_match name(unknown) ownership(pending)\n");

  World ours;
  ours.add_owned(manifest("old"));
  const model::Plan plan = plan::make_plan({renamed}, ours.listing(), options());
  CHECK(outline(plan) == "update gooddata/gooddata.new #1001 renamed name(pending) ownership(pending)\n");
  CHECK(plan.changes[0].previous_name == "old");
  ours.apply(plan, {renamed});
  CHECK(planned({renamed}, ours) == "keep gooddata/gooddata.new #1001\n");
}

TEST_CASE("a previous name does not take the instance of the manifest that has the name now") {
  model::DesiredInstance renamed = manifest("new");
  renamed.previous_names = {"old"};
  World world;
  world.add("gooddata", "old");
  CHECK(planned({renamed, manifest("old")}, world) ==
        "create gooddata/gooddata.new absent\n"
        "adopt gooddata/gooddata.old #1001 unowned_match ownership(pending)\n");
}

TEST_CASE("two manifests that claim one instance are both stopped") {
  model::DesiredInstance a = manifest("a"), b = manifest("b");
  a.previous_names = b.previous_names = {"old"};
  World world;
  world.add("gooddata", "old");
  CHECK(planned({a, b}, world) == "adopt gooddata/gooddata.a unowned_match !ambiguous\n"
                                  "adopt gooddata/gooddata.b unowned_match !ambiguous\n");
}

TEST_CASE("a changed logical id is found by the name") {
  World world;
  world.add_owned(manifest("one"));
  model::DesiredInstance other = manifest("one");
  other.address.logical_id = "stable";
  CHECK(planned({other}, world) == "update gooddata/stable #1001 identity_changed ownership(pending)\n");
}

TEST_CASE("unsettled instances: alone, several, and beside a settled one") {
  World world;
  const int64_t first = world.add_owned(manifest("one"));
  world.at(first).ownership.settled = false;
  world.at(first).ownership.run = "abc";
  CHECK(planned({manifest("one")}, world) == "update " + k_id + " #1001 unsettled cerec.settled(pending)\n");

  const int64_t second = world.add_owned(manifest("one"));
  world.at(second).ownership.settled = false;
  const model::Plan plan = plan::make_plan({manifest("one")}, world.listing(), options());
  CHECK(outline(plan) ==
        "update " + k_id + " #1001 unsettled cerec.settled(pending)\ndedupe " + k_id + " #1002 duplicate\n");
  CHECK(plan.changes[0].candidates.size() == 2);

  world.at(second).ownership.settled = true;
  CHECK(planned({manifest("one")}, world) ==
        "dedupe " + k_id + " #1001 duplicate\nkeep " + k_id + " #1002\n");
}

TEST_CASE("a second instance of an identity is a change, however young it is, and the plan is the same at "
          "any hour") {
  World world;
  world.add_owned(manifest("one"));
  const int64_t late = world.add_owned(manifest("one"));
  world.at(late).ownership.settled = false;
  const plan::Options with = options();
  const auto posted = std::chrono::sys_days(std::chrono::January / 1 / 2026);
  std::string notes;
  for (const int minutes : {1, 5, 7, 100'000}) {
    world.now = posted + std::chrono::minutes(minutes);
    const model::Plan plan = plan::make_plan({manifest("one")}, world.listing(), with);
    CHECK(outline(plan) == "dedupe " + k_id + " #1002 duplicate\nkeep " + k_id + " #1001\n");
    CHECK(plan.has_changes());
    REQUIRE(plan.changes.at(0).notes.size() == 1);
    CHECK((notes.empty() || notes == plan.changes[0].notes[0]));
    notes = plan.changes[0].notes[0];
    const auto drift = plan::drift_of(plan, world.listing(), {manifest("one")});
    CHECK(drift.counts.at(model::DriftKind::duplicate) == 1);
  }
  CHECK(notes.find("2026-01-01T00:06:00Z") != std::string::npos);
}

TEST_CASE("of several that runs did not finish, one plan settles the lowest and removes the others") {
  World world;
  for (int i = 0; i < 3; ++i)
    world.at(world.add_owned(manifest("one"))).ownership.settled = false;
  const plan::Options with = options();
  const auto posted = std::chrono::sys_days(std::chrono::January / 1 / 2026);
  for (const int minutes : {5, 7}) {
    world.now = posted + std::chrono::minutes(minutes);
    CHECK(planned({manifest("one")}, world, with) ==
          "update " + k_id + " #1001 unsettled cerec.settled(pending)\ndedupe " + k_id +
              " #1002 duplicate\ndedupe " + k_id + " #1003 duplicate\n");
  }
}

TEST_CASE("an instance is found by its name whatever a sanitizer made of it") {
  World world;
  world.add("gooddata", "R&amp;D");
  CHECK(planned({manifest("R&D")}, world) ==
        "adopt gooddata/gooddata.R-D-54d6bf0a4ee #1001 unowned_match ownership(pending)\n");
}

TEST_CASE("an instance with two identities is nobody's to change") {
  World world;
  const int64_t id = world.add_owned(manifest("one"));
  const model::Ownership own = world.at(id).ownership, foreign = model::Ownership::of("other", "b");
  for (const bool own_first : {true, false}) {
    std::vector<std::string> tags = model::join_tags({}, own_first ? own : foreign);
    for (const std::string& tag : model::join_tags({}, own_first ? foreign : own))
      tags.push_back(tag);
    model::TagSplit split = model::split_tags(tags);
    world.at(id).ownership = split.ownership;
    world.at(id).other_identities = split.other_identities;
    const model::Plan plan = plan::make_plan({manifest("one")}, world.listing(), options());
    CHECK(outline(plan) == "update " + k_id + " duplicate !ambiguous\n");
    CHECK(plan.warnings.size() == 1);
    CHECK(plan.changes.front().advice.empty()); // --take-over would take it from its other owner
    CHECK(plan.changes.front().notes.front().find("carries two identities") != std::string::npos);
    plan::Options taking = options();
    taking.mode.take_over = {model::TakeOver::parse("one=" + std::to_string(id))};
    CHECK(outline(plan::make_plan({manifest("one")}, world.listing(), taking)) ==
          "update " + k_id + " duplicate !ambiguous\n");
    plan::Options with = options(); // its other owner keeps it
    with.mode.prune = true;
    with.mode.allow_empty = true;
    CHECK(outline(plan::make_plan({}, world.listing(), with)).empty());
  }
}

TEST_CASE("without readable tags the code tells a declared identity, and nobody else's is touched") {
  World world;
  const int64_t id = world.add_owned(manifest("one"));
  model::Ownership& owner = world.at(id).ownership;
  owner.stack.clear();
  owner.logical_id.clear();
  owner.damaged = {"cerec:n0:gooddata.o", "cerec:s0:prod"};
  model::Plan plan = plan::make_plan({manifest("one")}, world.listing(), options());
  CHECK(outline(plan) == "update " + k_id + " #1001 fields_differ cerec.readableTags(pending)\n");
  CHECK(plan.warnings.empty());
  CHECK(plan.owned == 1);
  plan::Options with = options();
  with.mode.prune = true;
  with.mode.allow_empty = true;
  plan = plan::make_plan({}, world.listing(), with);
  CHECK(outline(plan).empty());
  CHECK(plan.foreign == 1);
  REQUIRE(plan.warnings.size() == 1);
  CHECK(plan.warnings[0].find("(1001)") != std::string::npos);
  model::DesiredInstance namesake = manifest("one"); // the name alone is no claim
  namesake.address.logical_id = "another";
  plan = plan::make_plan({namesake}, world.listing(), options());
  CHECK(outline(plan).find("!foreign_owner") != std::string::npos);
}

TEST_CASE("a quarantined instance comes back when it is declared again") {
  World world;
  const int64_t id = world.add_owned(manifest("one"));
  world.at(id).ownership.quarantined = true;
  world.at(id).disabled = true;
  model::Plan plan = plan::make_plan({}, world.listing(), options());
  CHECK(outline(plan).empty());
  CHECK(plan.counts().quarantined == 1);
  CHECK(plan.owned == 0);
  plan = plan::make_plan({manifest("one")}, world.listing(), options());
  CHECK(outline(plan) ==
        "update " + k_id + " #1001 fields_differ cerec.quarantined(pending) disabled(pending)\n");
  CHECK_FALSE(plan.changes[0].fingerprint_only);
  world.apply(plan, {manifest("one")});
  CHECK(planned({manifest("one")}, world) == "keep " + k_id + " #1001\n");
}

TEST_CASE("quarantined instances that never settled count as deleted; several settled ones are for a human") {
  World world;
  const model::DesiredInstance desired = manifest("x", {{"a", text("1")}});
  for (int i = 0; i < 2; ++i)
    world.at(world.add_owned(desired)).ownership.quarantined = true;
  const auto kinds = [&] {
    std::string words;
    for (const model::Change& change : plan::make_plan({desired}, world.listing(), options()).changes)
      words += std::string(model::row_of(change.kind).word) + (change.refused() ? " refused" : "");
    return words;
  };
  CHECK(kinds() == "update refused");
  for (const model::LiveInstance& each : world.listing().instances)
    world.at(each.id).ownership.settled = false;
  CHECK(kinds() == "create");
}
