#include "cli/options/plan_flags.hpp"

#include "support/fake_environment.hpp"

#include <doctest/doctest.h>

using namespace cerec;

TEST_CASE("shards, stated and from the runner") {
  test::FakeEnvironment environment;
  CHECK(cli::read_shard("2/8", environment) == model::parse_shard("2/8").value());
  CHECK_FALSE(cli::read_shard("0/8", environment));
  CHECK_FALSE(cli::read_shard("9/8", environment));
  CHECK_FALSE(cli::read_shard("auto", environment));
  environment.variables = {{"CI_NODE_INDEX", "3"}, {"CI_NODE_TOTAL", "4"}};
  CHECK(cli::read_shard("auto", environment) == model::parse_shard("3/4").value());
  environment.variables = {{"JOB_COMPLETION_INDEX", "0"}};
  CHECK_FALSE(cli::read_shard("auto", environment));
  CHECK(cli::read_shard("auto/5", environment) == model::parse_shard("1/5").value());
  environment.variables["JOB_COMPLETIONS"] = "6";
  CHECK(cli::read_shard("auto", environment) == model::parse_shard("1/6").value());
}
