#include "cerec/base/time.hpp"

#include <doctest/doctest.h>

using namespace cerec;

TEST_CASE("times are written in whole seconds and read back") {
  const base::WallTime time = std::chrono::sys_days(std::chrono::February / 29 / 2028) +
                              std::chrono::hours(23) + base::Duration(59'999);
  CHECK(base::text_of(time) == "2028-02-29T23:00:59Z");
  CHECK(base::wall_time_of("2028-02-29T23:00:59Z") == time - base::Duration(999));
}

TEST_CASE("what is no time in UTC is none") {
  for (const char* text : {"", "2028-02-30T00:00:00Z", "2028-02-29T24:00:00Z", "2028-02-29T00:60:00Z",
                           "2028-02-29T00:00:00+00:00", "2028-02-29 00:00:00Z", "2o28-02-29T00:00:00Z"}) {
    INFO(text);
    CHECK_FALSE(base::wall_time_of(text));
  }
}
