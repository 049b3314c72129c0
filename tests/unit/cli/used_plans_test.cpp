#include "cli/pipeline/used_plans.hpp"
#include "support/memory_files.hpp"

#include <doctest/doctest.h>

using namespace cerec;

namespace {

plan::PlanFile plan_of(size_t changes, const std::string& seal) {
  plan::PlanFile file;
  file.plan.changes.resize(changes);
  file.digest = "sha256:aa";
  file.seal = seal;
  return file;
}

} // namespace

TEST_CASE("what a plan did is remembered from apply to apply, and of that very plan alone") {
  test::MemoryFiles files;
  const plan::PlanFile plan = plan_of(10, "one");
  CHECK(cli::UsedPlans(".cerec/plans.jsonl", files).done_by(plan).empty());
  REQUIRE(cli::UsedPlans(".cerec/plans.jsonl", files).remember(plan, {0, 1, 2, 5}, {}));
  REQUIRE(cli::UsedPlans(".cerec/plans.jsonl", files).remember(plan, {9}, {}));
  const cli::UsedPlans used(".cerec/plans.jsonl", files);
  CHECK(used.done_by(plan) == std::set<size_t>{0, 1, 2, 5, 9});
  CHECK(used.done_by(plan_of(10, "made an hour later")).empty());
  CHECK(files.content(".cerec/plans.jsonl").find(R"("done":[[0,2],[5,5]])") != std::string::npos);
}

TEST_CASE("a line that is torn, foreign or out of range says nothing") {
  test::MemoryFiles files;
  files.put(
      "p",
      "{\"seal\":\"one\",\"digest\":\"sha256:aa\",\"done\":[[0,99999999999],[1],7,[3,3]]}\n[]\n{\"seal\":3}\n"
      "{\"seal\":\"one\",\"digest\":\"sha2");
  CHECK(cli::UsedPlans("p", files).done_by(plan_of(5, "one")) == std::set<size_t>{3});
}

TEST_CASE("the oldest lines go when there are very many") {
  test::MemoryFiles files;
  std::string lines;
  for (int i = 0; i < 1000; ++i)
    lines += R"({"seal":"one","digest":"sha256:aa","done":[[0,0]]})"
             "\n";
  files.put("p", lines);
  REQUIRE(cli::UsedPlans("p", files).remember(plan_of(5, "two"), {1}, {}));
  const std::string content = files.content("p");
  CHECK(std::count(content.begin(), content.end(), '\n') == 1000);
  CHECK(cli::UsedPlans("p", files).done_by(plan_of(5, "two")) == std::set<size_t>{1});
}
