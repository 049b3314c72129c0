#include "unit/plan/world.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace plan_test;
using model::Refusal;

namespace {

struct Account {
  std::vector<model::DesiredInstance> desired;
  World world;
};

/// `owned` instances named i00, i01, ...; all but the first `gone` are declared.
Account account(int owned, int gone) {
  Account made;
  for (int i = 0; i < owned; ++i) {
    const model::DesiredInstance one = manifest(fmt::format("i{:02}", i));
    made.world.add_owned(one);
    if (i >= gone)
      made.desired.push_back(one);
  }
  return made;
}

plan::Options pruning() {
  plan::Options with = options();
  with.mode.prune = true;
  return with;
}

/// Word of the refusal of all deletes, "allowed", or "none" without any.
std::string verdict(const Account& account, const plan::Options& with) {
  const model::Plan plan = plan::make_plan(account.desired, account.world.listing(), with);
  std::string all = "none";
  for (const model::Change& change : plan.changes)
    if (change.kind == model::ChangeKind::remove)
      all = change.refused() ? std::string(text_of(change.refusal)) : "allowed";
  return all;
}

} // namespace

TEST_CASE("without --prune nothing is deleted; it is told what would be") {
  const Account one = account(4, 1);
  const model::Plan plan = plan::make_plan(one.desired, one.world.listing(), options());
  CHECK_FALSE(plan.has_changes());
  REQUIRE(plan.would_prune.size() == 1);
  CHECK(plan.would_prune[0].name == "i00");
}

TEST_CASE("deletes need a named stack, a manifest at least, and stay within both limits") {
  CHECK(verdict(account(4, 1), pruning()) == "allowed");
  plan::Options unnamed = pruning();
  unnamed.stack_was_named = false;
  CHECK(verdict(account(4, 1), unnamed) == "unnamed_stack");

  CHECK(verdict(account(4, 4), pruning()) == "empty_desired");
  plan::Options dangerous = pruning();
  dangerous.mode.allow_empty = true;
  CHECK(verdict(account(4, 4), dangerous) == "allowed");

  CHECK(verdict(account(30, 5), pruning()) == "allowed");
  CHECK(verdict(account(30, 6), pruning()) == "delete_limit"); // 5 at most
  CHECK(verdict(account(9, 4), pruning()) == "allowed");       // percent counts from 10 owned on
  CHECK(verdict(account(10, 3), pruning()) == "allowed");
  CHECK(verdict(account(10, 4), pruning()) == "delete_limit"); // 30 % at most
  plan::Options unlimited = pruning();
  unlimited.limits = {-1, -1};
  CHECK(verdict(account(20, 19), unlimited) == "allowed");
}

TEST_CASE("a refused delete says how many there are") {
  const Account many = account(30, 6);
  model::Plan plan = plan::make_plan(many.desired, many.world.listing(), pruning());
  CHECK(plan.changes[0].advice == "cerec apply --prune --max-deletes 6");
  CHECK(plan.counts().refused == 6);
  const Account tight = account(10, 4);
  plan = plan::make_plan(tight.desired, tight.world.listing(), pruning());
  CHECK(plan.changes[0].advice == "cerec apply --prune --max-delete-percent 40");
}

TEST_CASE("a protected instance survives the removal of its manifest") {
  World world;
  model::DesiredInstance kept = manifest("kept");
  kept.protect = true;
  world.add_owned(kept);
  world.add_owned(manifest("gone"));
  const model::Plan plan = plan::make_plan({manifest("new")}, world.listing(), pruning());
  CHECK(outline(plan) == "create gooddata/gooddata.new absent\n"
                         "delete gooddata/gooddata.gone #1002 manifest_removed\n"
                         "delete gooddata/gooddata.kept #1001 manifest_removed !protected_instance\n");
}

TEST_CASE("onRemove: release survives the removal of its manifest, and forgets instead of deleting") {
  World world;
  model::DesiredInstance lent = manifest("lent");
  lent.release = true;
  world.add_owned(lent);
  const model::Plan plan = plan::make_plan({manifest("new")}, world.listing(), pruning());
  CHECK(outline(plan) == "create gooddata/gooddata.new absent\n"
                         "release gooddata/gooddata.lent #1001 released ownership(pending)\n");
  world.apply(plan, {manifest("new")});
  CHECK(plan::make_plan({manifest("new")}, world.listing(), pruning()).ignored_unowned == 1);
}

TEST_CASE("a partial plan cannot prune, a shard prunes its own part within the limits of the whole") {
  const Account one = account(12, 3);
  plan::Options targeted = pruning();
  targeted.mode.targets = {"i*"};
  model::Plan plan = plan::make_plan(one.desired, one.world.listing(), targeted);
  CHECK(plan.mode.partial);
  CHECK_FALSE(plan.has_changes());
  REQUIRE(plan.would_prune.size() == 3);
  CHECK(plan.would_prune[0].refusal == Refusal::partial_plan);

  size_t deletes = 0, keeps = 0;
  for (const char* shard : {"1/3", "2/3", "3/3"}) {
    plan::Options sharded = pruning();
    sharded.mode.shard = model::parse_shard(shard);
    const model::PlanCounts counts = plan::make_plan(one.desired, one.world.listing(), sharded).counts();
    deletes +=
        counts.by_kind.count(model::ChangeKind::remove) ? counts.by_kind.at(model::ChangeKind::remove) : 0;
    keeps += counts.by_kind.count(model::ChangeKind::keep) ? counts.by_kind.at(model::ChangeKind::keep) : 0;
  }
  CHECK(deletes == 3);
  CHECK(keeps == 9);

  const Account many = account(12, 6);
  for (const char* shard : {"1/6", "2/6", "3/6", "4/6", "5/6", "6/6"}) {
    plan::Options sharded = pruning();
    sharded.mode.shard = model::parse_shard(shard);
    const std::string word = verdict(many, sharded);
    CHECK((word == "delete_limit" || word == "none"));
  }
}

TEST_CASE("targets and excludes: name, address, logical id, tag, glob") {
  World world;
  std::vector<model::DesiredInstance> desired{manifest("a"), manifest("b"), manifest("c", {}, "pardot")};
  desired[1].tags = {{"prod"}};
  struct Case {
    std::vector<std::string> targets, excludes;
    const char* names;
  };
  const Case cases[] = {
      {{"a"}, {}, "a"},          {{"gooddata/gooddata.b"}, {}, "b"}, {{"pardot.c"}, {}, "c"},
      {{"tag:prod"}, {}, "b"},   {{"gooddata/*"}, {}, "ab"},         {{}, {"pardot/*"}, "ab"},
      {{"*"}, {"tag:p*"}, "ac"},
  };
  for (const Case& one : cases) {
    plan::Options with = options();
    with.mode.targets = one.targets;
    with.mode.excludes = one.excludes;
    std::string names;
    for (const model::Change& change : plan::make_plan(desired, world.listing(), with).changes)
      names += change.name;
    CHECK(names == one.names);
  }
}

TEST_CASE("patterns that match nothing are named; a live instance of the stack counts, a shard hides") {
  World world;
  world.add_owned(manifest("orphan"));
  const std::vector<model::DesiredInstance> desired{manifest("one")};
  model::PlanMode mode;
  mode.targets = {"one", "orphan", "x*"};
  mode.excludes = {"tag:none"};
  mode.rotate = {"gooddata/*", "orphan"};
  const auto unused = [&] { return plan::unused_patterns(desired, world.listing(), mode, "prod"); };
  CHECK(unused() == std::vector<std::string>{"--target 'x*'", "--exclude 'tag:none'", "--rotate 'orphan'"});
  mode.shard = model::Shard{1, 2};
  CHECK(unused().empty());
}

TEST_CASE("a changed element is a replace, and refused unless allowed by name") {
  World world;
  model::DesiredInstance one = manifest("one");
  one.address.logical_id = "stable";
  world.add_owned(one);
  one.element.key = one.address.element = "pardot";
  model::Plan plan = plan::make_plan({one}, world.listing(), options());
  CHECK(outline(plan) == "replace pardot/stable #1001 element_changed element(pending) !replace_forbidden\n");
  CHECK(plan.changes[0].advice == "cerec apply --allow-replace 'pardot/stable'");
  for (const char* word : {"one", "stable", "pardot/stable"}) {
    plan::Options with = options();
    with.mode.allow_replace = {word};
    CHECK_FALSE(plan::make_plan({one}, world.listing(), with).changes[0].refused());
  }
  world.at(1001).ownership.protect = true;
  plan::Options with = options();
  with.mode.allow_replace = {"one"};
  CHECK(plan::make_plan({one}, world.listing(), with).changes[0].refusal == Refusal::protected_instance);
}

TEST_CASE("destroy removes all of the stack and nothing else, under the same guards") {
  World world;
  world.add_owned(manifest("a"));
  world.add_owned(manifest("b"));
  world.add_owned(manifest("theirs"), "other");
  world.add("gooddata", "nobody's");
  plan::Options with = options();
  with.mode.destroy = true;
  CHECK(outline(plan::make_plan({manifest("a")}, world.listing(), with)) ==
        "delete gooddata/gooddata.a #1001 destroy_requested\n"
        "delete gooddata/gooddata.b #1002 destroy_requested\n");
  plan::Options targeted = with;
  targeted.mode.targets = {"b"};
  CHECK(outline(plan::make_plan({}, world.listing(), targeted)) ==
        "delete gooddata/gooddata.b #1002 destroy_requested\n");
  with.stack_was_named = false;
  CHECK(plan::make_plan({}, world.listing(), with).changes[0].refusal == Refusal::unnamed_stack);
}
