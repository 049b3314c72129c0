#include "cerec/plan/plan_file.hpp"
#include "unit/plan/generator.hpp"

#include <doctest/doctest.h>

using namespace plan_test;
using model::ChangeKind;

namespace {

constexpr uint64_t k_seeds = 1500;

plan::Options everything() {
  plan::Options with = options();
  with.mode.prune = true;
  with.limits = {-1, -1};
  with.mode.allow_empty = true;
  for (size_t i = 0; i < 8; ++i)
    with.mode.allow_replace.insert("id" + std::to_string(i));
  return with;
}

void check_change(const model::Change& change) {
  const bool writes = change.kind == ChangeKind::update || change.kind == ChangeKind::adopt ||
                      change.kind == ChangeKind::replace;
  if (!change.refused()) {
    CHECK((!writes || !change.fields.empty()));
    CHECK(((change.kind == ChangeKind::create) == change.precondition.empty() ||
           change.kind == ChangeKind::keep));
  }
  CHECK((change.kind != ChangeKind::keep || change.fields.empty()));
  for (const model::FieldChange& field : change.fields)
    CHECK(field.before != field.after);
}

} // namespace

TEST_CASE("a plan, once applied, leaves nothing to do") {
  size_t changes = 0;
  for (uint64_t seed = 1; seed <= k_seeds; ++seed) {
    CAPTURE(seed);
    Generator generator(seed);
    const std::vector<model::DesiredInstance> before = generator.manifests();
    World world = generator.world(before);
    const std::vector<model::DesiredInstance> desired = generator.edited(before);
    const plan::Options with = everything();
    const model::Plan plan = plan::make_plan(desired, world.listing(), with);
    for (const model::Change& change : plan.changes)
      check_change(change);
    changes += plan.changes.size() - plan.counts().by_kind[ChangeKind::keep];
    world.apply(plan, desired);
    const model::Plan next = plan::make_plan(desired, world.listing(), with);
    for (const model::Change& change : next.changes)
      if (change.kind != ChangeKind::keep && !change.refused()) {
        CAPTURE(outline(plan));
        CAPTURE(outline(next));
        FAIL_CHECK("the second plan is not empty");
        return;
      }
  }
  CHECK(changes > 5 * k_seeds / 2); // the generator reaches what it is for
}

TEST_CASE("the order of manifests and instances does not show in the plan file") {
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    Generator generator(seed);
    std::vector<model::DesiredInstance> desired = generator.manifests();
    model::Listing listing = generator.world(desired).listing();
    const std::string first = plan::encode(plan::make_plan(desired, listing, everything()), {}, key());
    generator.shuffle(desired);
    generator.shuffle(listing.instances);
    for (model::LiveInstance& one : listing.instances)
      generator.shuffle(one.user_tags);
    CHECK(plan::encode(plan::make_plan(desired, listing, everything()), {}, key()) == first);
  }
}

TEST_CASE("no secret is in a plan file") {
  size_t secret_changes = 0;
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    Generator generator(seed);
    const std::vector<model::DesiredInstance> before = generator.manifests();
    const World world = generator.world(before);
    plan::Options with = everything();
    if (seed % 2 == 0)
      with.mode.rotate = {"*"};
    const std::string file =
        plan::encode(plan::make_plan(generator.edited(before), world.listing(), with), {}, key());
    CHECK(file.find(k_canary) == std::string::npos);
    secret_changes += file.find("configuration.password\",\"state") != std::string::npos ? 1 : 0;
  }
  CHECK(secret_changes > 50);
}

TEST_CASE("shards together are the whole") {
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    CAPTURE(seed);
    Generator generator(seed);
    const std::vector<model::DesiredInstance> desired = generator.manifests();
    const model::Listing listing = generator.world(desired).listing();
    std::string parts, whole;
    std::vector<std::string> lines;
    for (const char* shard : {"1/3", "2/3", "3/3"}) {
      plan::Options with = everything();
      with.mode.shard = model::parse_shard(shard);
      for (const model::Change& change : plan::make_plan(desired, listing, with).changes)
        lines.push_back(change.address.text() + std::to_string(change.instance_id));
    }
    std::vector<std::string> all;
    for (const model::Change& change : plan::make_plan(desired, listing, everything()).changes)
      all.push_back(change.address.text() + std::to_string(change.instance_id));
    std::sort(lines.begin(), lines.end());
    std::sort(all.begin(), all.end());
    CHECK(lines == all);
  }
}

TEST_CASE("a listing without details never plans what details would not") {
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    Generator generator(seed);
    const std::vector<model::DesiredInstance> desired = generator.manifests();
    const World world = generator.world(desired);
    const model::Listing full = world.listing(true);
    model::Listing mixed = world.listing(false);
    const std::vector<int64_t> ids = plan::needed_details(desired, mixed, everything(), false);
    for (model::LiveInstance& one : mixed.instances)
      if (std::binary_search(ids.begin(), ids.end(), one.id))
        for (const model::LiveInstance& detailed : full.instances)
          if (detailed.id == one.id)
            one = detailed;
    CHECK(outline(plan::make_plan(desired, mixed, everything())) ==
          outline(plan::make_plan(desired, full, everything())));
  }
}
