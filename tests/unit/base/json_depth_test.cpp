#include "cerec/base/json_depth.hpp"

#include <doctest/doctest.h>
#include <string>

namespace cerec::base {

TEST_CASE("the depth of a JSON text is bounded, whatever else it is") {
  CHECK(nests_within(""));
  CHECK(nests_within(R"({"a":[1,{"b":[]}]})", 4));
  CHECK_FALSE(nests_within(R"({"a":[1,{"b":[]}]})", 3));
  CHECK(nests_within(R"(["[[[[[[","\"[[[[", "\\"])", 1)); // brackets within strings are text
  CHECK_FALSE(nests_within(R"(["\\",[]])", 1));
  CHECK(nests_within("]]]][", 1));
  CHECK(nests_within(std::string(k_deepest_json, '[')));
  CHECK_FALSE(nests_within(std::string(200'000, '[')));
  CHECK(nests_within("\"[[[["));
}

} // namespace cerec::base
