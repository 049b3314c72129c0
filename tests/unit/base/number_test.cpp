#include "cerec/base/number.hpp"

#include <cstdint>
#include <doctest/doctest.h>

namespace cerec {

TEST_CASE("a number is the whole text and fits") {
  CHECK(base::parse_number<int64_t>("42") == 42);
  CHECK(base::parse_number<int64_t>("-42") == -42);
  CHECK(base::parse_number<int64_t>("007") == 7);
  CHECK(base::parse_number<double>("0.25") == 0.25);
  for (const char* const wrong : {"", "-", "+1", " 1", "1 ", "1x", "0x1", "1.0", "9223372036854775808"})
    CHECK_MESSAGE(!base::parse_number<int64_t>(wrong), wrong);
  CHECK_FALSE(base::parse_number<uint64_t>("-1"));
  CHECK_FALSE(base::parse_number<uint8_t>("256"));
}

TEST_CASE("hexadecimal digits have no prefix") {
  CHECK(base::parse_hex<uint32_t>("1f") == 31U);
  CHECK(base::parse_hex<uint32_t>("1F") == 31U);
  for (const char* const wrong : {"", "0x1", "g", "100000000"})
    CHECK_MESSAGE(!base::parse_hex<uint32_t>(wrong), wrong);
}

} // namespace cerec
