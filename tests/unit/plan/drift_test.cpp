#include "unit/plan/world.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace plan_test;

TEST_CASE("each kind of drift, in one account") {
  World world;
  std::vector<model::DesiredInstance> desired;
  const auto declare = [&](const std::string& name, const model::Configuration& configuration = {}) {
    desired.push_back(manifest(name, configuration));
    return world.add_owned(desired.back());
  };
  declare("calm");
  declare("ahead", {{"a", text("1")}});
  desired.back().configuration["a"] = text("2");
  (*world.at(declare("edited", {{"a", text("1")}})).configuration)["a"] = text("by hand");
  (*world.at(declare("both", {{"a", text("1")}})).configuration)["a"] = text("by hand");
  desired.back().configuration["a"] = text("2");
  world.at(declare("ill")).valid = false;
  desired.push_back(manifest("off"));
  desired.back().disabled = false;
  world.at(world.add_owned(desired.back())).disabled = true;
  world.at(declare("secretive", {{"password", secret("p")}})).ownership.fingerprint.reset();
  world.at(world.add_owned(desired.front())).ownership.settled = false; // beside calm
  desired.push_back(manifest("missing"));
  (void)world.add_owned(manifest("orphan"));
  (void)world.add_owned(manifest("theirs"), "other");
  (void)world.add("gooddata", "nobody's");
  (void)world.add("gooddata", "wanted");
  desired.push_back(manifest("wanted"));

  plan::Options with = options();
  with.mode.prune = true;
  const model::Listing listing = world.listing();
  const model::DriftReport report = plan::drift_of(plan::make_plan(desired, listing, with), listing, desired);
  std::string lines;
  for (const model::DriftItem& item : report.items)
    lines += fmt::format("{} {}: {}\n", text_of(item.kind), item.name, item.detail);
  CHECK(lines == "pending ahead: the manifest is ahead\n"
                 "pending wanted: to be adopted\n"
                 "drift edited: the instance was edited\n"
                 "conflict both: the manifest and the instance both moved\n"
                 "missing missing: declared, and not in the account\n"
                 "unmanaged nobody's: \n"
                 "orphaned orphan: no manifest declares it\n"
                 "duplicate calm: a second instance of one identity, 151 days old; posted at "
                 "2026-01-01T00:00:00Z, never "
                 "settled; it may be "
                 "removed from 2026-01-01T00:06:00Z on, since no run is at work on it then\n"
                 "unhealthy ill: the service says that it is not valid\n"
                 "unhealthy off: disabled against the manifest\n"
                 "unverifiable secretive: cannot be verified: configuration.password (nothing is recorded of "
                 "what was last "
                 "applied); --rotate 'gooddata/gooddata.secretive' writes it again\n");
  CHECK(report.counts.at(model::DriftKind::in_sync) == 1);
  CHECK(report.counts.at(model::DriftKind::foreign) == 1);
  CHECK(report.managed == 8);
  CHECK(report.listed == 12);
  CHECK(report.coverage == doctest::Approx(8.0 / 9.0));
}

TEST_CASE("the same drift without prune, and an empty account") {
  World world;
  (void)world.add_owned(manifest("orphan"));
  const model::Listing listing = world.listing();
  CHECK(plan::drift_of(plan::make_plan({}, listing, options()), listing, {})
            .counts.at(model::DriftKind::orphaned) == 1);
  CHECK(plan::drift_of(plan::make_plan({}, World().listing(), options()), {}, {}).coverage == 1.0);
}
