#include "cerec/model/shard.hpp"

#include <doctest/doctest.h>

namespace cerec {

TEST_CASE("a shard is I/N") {
  for (const char* wrong : {"", "1", "0/2", "3/2", "a/b", "1/2/3", "-1/2", "1/0", " 1/2"})
    CHECK_FALSE(model::parse_shard(wrong).has_value());
  REQUIRE(model::parse_shard("2/8").has_value());
  CHECK(model::parse_shard("2/8")->index == 2);
  CHECK(model::parse_shard("02/8")->text() == "2/8");
}

TEST_CASE("each identity is in one shard") {
  for (const char* id : {"a", "b", "analytics-prod"}) {
    int in = 0;
    for (uint64_t index = 1; index <= 3; ++index)
      in += model::Shard{index, 3}.holds("stack", id) ? 1 : 0;
    CHECK(in == 1);
  }
}

} // namespace cerec
