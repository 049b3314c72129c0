#include "cerec/plan/used_plans.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace cerec;
using model::Ending;

namespace {

plan::PlanFile plan_of(size_t changes, const std::string& seal) {
  plan::PlanFile file;
  file.plan.changes.resize(changes);
  file.digest = "sha256:aa";
  file.seal = seal;
  return file;
}

model::Outcome outcome_of(const std::set<size_t>& done, const std::set<size_t>& unknown = {}) {
  model::Outcome outcome;
  for (const auto& [indices, ending] : {std::pair(done, Ending::done), std::pair(unknown, Ending::unknown)})
    for (const size_t index : indices) {
      model::ChangeOutcome one;
      one.change = index;
      one.ending = ending;
      outcome.changes.push_back(one);
    }
  return outcome;
}

} // namespace

TEST_CASE("what a plan did is remembered from apply to apply, and of that very plan alone") {
  const plan::PlanFile plan = plan_of(10, "one");
  plan::UsedPlans first("");
  CHECK(first.done_by(plan).empty());
  first.add(plan, outcome_of({0, 1, 2, 5}, {7}), {});
  plan::UsedPlans second(first.text());
  second.add(plan, outcome_of({9}), {});
  const plan::UsedPlans used(second.text());
  CHECK(used.done_by(plan) == std::set<size_t>{0, 1, 2, 5, 9});
  CHECK(used.done_by(plan_of(10, "made an hour later")).empty());
  CHECK(used.text().find(R"("done":[[0,2],[5,5]])") != std::string::npos);
}

TEST_CASE("a line that is torn, foreign or out of range says nothing") {
  const plan::UsedPlans used(
      "{\"seal\":\"one\",\"digest\":\"sha256:aa\",\"done\":[[0,99999999999],[1],7,[3,3]]}\n[]\n{\"seal\":3}\n"
      "{\"seal\":\"one\",\"digest\":\"sha2");
  CHECK(used.done_by(plan_of(5, "one")) == std::set<size_t>{3});
}

TEST_CASE("the oldest lines go when there are very many") {
  std::string lines;
  for (int i = 0; i < 1000; ++i)
    lines += R"({"seal":"one","digest":"sha256:aa","done":[[0,0]]})"
             "\n";
  plan::UsedPlans used(lines);
  used.add(plan_of(5, "two"), outcome_of({1}), {});
  const std::string content = used.text();
  CHECK(std::count(content.begin(), content.end(), '\n') == 1000);
  CHECK(plan::UsedPlans(content).done_by(plan_of(5, "two")) == std::set<size_t>{1});
}

TEST_CASE("what a plan did before is stale, unless it is still in effect") {
  model::LeftAlone left;
  left.done = {{1, 4711}};
  left.stale = {{2, "instance 5 is gone"}};
  plan::hold_back_used(left, {0, 1, 2});
  CHECK(left.done == std::map<size_t, int64_t>{{1, 4711}});
  REQUIRE(left.stale.size() == 2);
  CHECK(left.stale[0].find("a plan is used once") != std::string::npos);
  CHECK(left.stale[2] == "instance 5 is gone");
}
