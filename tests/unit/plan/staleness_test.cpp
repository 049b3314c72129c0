#include "cerec/plan/plan_file.hpp"
#include "world.hpp"

#include <doctest/doctest.h>

using namespace plan_test;

namespace {

const base::WallTime k_noon = std::chrono::sys_days(std::chrono::June / 5 / 2026) + std::chrono::hours(12);
constexpr base::Duration k_day = std::chrono::hours(24);

plan::PlanFile saved(const model::Plan& plan) {
  base::Result<plan::PlanFile> file = plan::decode(plan::encode(plan, k_noon));
  REQUIRE(file.has_value());
  return *std::move(file);
}

plan::Options pruning() {
  plan::Options with = options();
  with.mode.prune = true;
  return with;
}

/// An account with one change of each usual kind.
struct Scene {
  World world;
  std::vector<model::DesiredInstance> desired;
  Scene() {
    (void)world.add_owned(manifest("edited", {{"a", text("1")}}));
    (void)world.add_owned(manifest("gone"));
    (void)world.add("gooddata", "found");
    (void)world.add_owned(manifest("calm"));
    desired = {manifest("edited", {{"a", text("2")}}), manifest("found"), manifest("fresh"),
               manifest("calm")};
  }
  [[nodiscard]] model::Plan plan() const { return plan::make_plan(desired, world.listing(), pruning()); }
};

std::string reasons(const plan::Staleness& staleness) {
  std::string all;
  for (const std::string& one : staleness.whole)
    all += one + "\n";
  for (const auto& [index, reason] : staleness.changes)
    all += std::to_string(index) + ": " + reason + "\n";
  return all;
}

} // namespace

TEST_CASE("nothing moved: the saved plan fits") {
  const Scene scene;
  const plan::Staleness staleness = plan::check(saved(scene.plan()), scene.plan(), k_noon, k_day);
  CHECK(reasons(staleness).empty());
  CHECK(staleness.empty());
  CHECK_FALSE(staleness.already_applied);
}

TEST_CASE("an unrelated instance may move") {
  Scene scene;
  const plan::PlanFile file = saved(scene.plan());
  scene.world.at(1004).name = "edited by hand";
  scene.world.add("gooddata", "another");
  CHECK(reasons(plan::check(file, scene.plan(), k_noon, k_day)).empty());
}

TEST_CASE("each instance that moved refuses its change, and says so") {
  Scene scene;
  const plan::PlanFile file = saved(scene.plan());
  REQUIRE(outline(file.plan) ==
          "update gooddata/gooddata.edited #1001 fields_differ configuration.a(pending)\n"
          "adopt gooddata/gooddata.found #1003 unowned_match ownership(pending)\n"
          "create gooddata/gooddata.fresh absent\n"
          "delete gooddata/gooddata.gone #1002 manifest_removed\n"
          "keep gooddata/gooddata.calm #1004\n");
  (*scene.world.at(1001).configuration)["other"] = text("by hand");
  scene.world.erase(1003);
  scene.world.add("gooddata", "fresh");
  scene.world.at(1002).user_tags = {"wanted"};
  CHECK(reasons(plan::check(file, scene.plan(), k_noon, k_day)) ==
        "0: instance 1001 changed since\n"
        "1: instance 1003 is gone\n"
        "2: instance 1005 has this identity or name now\n"
        "3: instance 1002 changed since\n");
}

TEST_CASE("applied twice: all of it is done already") {
  Scene scene;
  const plan::PlanFile file = saved(scene.plan());
  scene.world.apply(file.plan, scene.desired);
  const plan::Staleness staleness = plan::check(file, scene.plan(), k_noon, k_day);
  CHECK(staleness.empty());
  CHECK(staleness.already_applied);
  CHECK(staleness.done == std::vector<size_t>{0, 1, 2, 3});
}

TEST_CASE("another account, stack or URL, an old plan, other manifests or secrets refuse all") {
  const Scene scene;
  model::Plan plan = scene.plan();
  plan.binding.manifests = {{"a.yaml", "1"}, {"b.yaml", "2"}};
  plan.binding.secrets = {{"gooddata/x", "configuration.password", "env:P", "1"}};
  const plan::PlanFile file = saved(plan);
  const auto with = [&](const std::function<void(model::Plan&)>& change) {
    model::Plan fresh = plan;
    change(fresh);
    return reasons(plan::check(file, fresh, k_noon, k_day));
  };
  CHECK(with([](model::Plan& fresh) { fresh.binding.account = "x"; }) == "it was made for another account\n");
  CHECK(with([](model::Plan& fresh) { fresh.binding.stack = "x"; }) ==
        "it was made for the stack prod, not for x\n");
  CHECK(with([](model::Plan& fresh) { fresh.binding.base_url = "https://x"; }) ==
        "it was made for https://api.example.com/elements/api-v2, not for https://x\n");
  CHECK(with([](model::Plan& fresh) {
          fresh.binding.manifests = {{"a.yaml", "9"}, {"c.yaml", "3"}};
        }) == "the manifest a.yaml changed since\nthe manifest b.yaml is gone\nthe manifest c.yaml was added "
              "since\n");
  CHECK(with([](model::Plan& fresh) { fresh.binding.secrets[0].mark = "2"; }) ==
        "the secret env:P (configuration.password of gooddata/x) changed since\n");
  CHECK(reasons(plan::check(file, plan, k_noon + std::chrono::hours(25), k_day)) ==
        "it is 25 hours old; at most 24 hours are allowed\n");
  CHECK(plan::check(file, plan, k_noon + std::chrono::hours(25), base::Duration(0)).empty());
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
