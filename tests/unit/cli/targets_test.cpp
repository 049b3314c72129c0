#include "cli/output/output.hpp"

#include <doctest/doctest.h>

using namespace cerec;

TEST_CASE("-o FORMAT=FILE replaces, -o FORMAT+=FILE adds") {
  const auto targets = cli::parse_targets({"markdown=a", "json+=b", "jsonl"});
  REQUIRE(targets.has_value());
  CHECK((*targets)[0].file == "a");
  CHECK_FALSE((*targets)[0].append);
  CHECK((*targets)[1].file == "b");
  CHECK((*targets)[1].append);
  CHECK((*targets)[2].file.empty());
  CHECK_FALSE(cli::parse_targets({"json+"}));
  CHECK_FALSE(cli::parse_targets({"json+="}));
}
