#include "unit/plan/world.hpp"

#include <doctest/doctest.h>

using namespace plan_test;

TEST_CASE("a plan shows no known secret of the live side, and what the manifests spell stays") {
  World world;
  base::KnownSecrets known;
  for (const char* each : {"hunter2", "clear"})
    known.add(base::Secret(each));
  const auto declared = manifest("clear-one", {{"site", text("clear")}});
  const int64_t changed = world.add_owned(declared);
  world.at(changed).configuration->at("site") = text("https://x?password=hunter2");
  world.at(changed).user_tags = {"hunter2"};
  const int64_t orphan = world.add_owned(manifest("orphan"));
  world.at(orphan).name = "hunter2-orphan";
  world.add("gooddata", "lonely hunter2");
  plan::Options with = options();
  with.known = &known;
  const model::Plan plan = plan::make_plan({declared}, world.listing(), with);
  const auto shows = [&](const model::Change& change) {
    std::string all = change.name;
    for (const model::FieldChange& field : change.fields)
      all += " " + field.path.text() + "=" + field.before.text + ">" + field.after.text;
    return all;
  };
  REQUIRE(plan.changes.size() == 1);
  REQUIRE(plan.would_prune.size() == 1);
  CHECK(shows(plan.changes[0]) == "clear-one configuration.site=https://x?password=***>clear");
  CHECK(plan.would_prune[0].name == "***-orphan");
  const model::DriftReport drift = plan::drift_of(plan, world.listing(), {declared}, &known);
  for (const model::DriftItem& item : drift.items)
    CHECK(item.name.find("hunter2") == std::string::npos);
}
