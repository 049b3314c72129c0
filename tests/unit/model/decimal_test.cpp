#include "cerec/model/decimal.hpp"

#include <doctest/doctest.h>
#include <string>

using cerec::model::canonical_decimal;
using cerec::model::is_rounded_to_double;

TEST_CASE("numbers of one value have one text, whatever they are spelled like") {
  struct Row {
    const char* text;
    const char* canonical;
  };
  const Row rows[] = {
      {"0", "0"},
      {"-0", "0"},
      {"0.000", "0"},
      {"0e5", "0"},
      {"5", "5"},
      {"5.0", "5"},
      {"-5.00", "-5"},
      {"1.10", "1.1"},
      {"11e-1", "1.1"},
      {"1e3", "1000"},
      {"1E+3", "1000"},
      {"1000.0", "1000"},
      {"100e-2", "1"},
      {"0.05", "0.05"},
      {"5e-2", "0.05"},
      {"12345678901234567890", "12345678901234567890"},
      {"1.2345678901234567890e19", "12345678901234567890"},
      {"1.2345678901234567E19", "12345678901234567000"}, // what a double makes of it
      {"0.1000000000000000055", "0.1000000000000000055"},
      {"1e50", "1e50"},
      {"10e49", "1e50"},
      {"1.50e-60", "15e-61"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto canonical = canonical_decimal(row.text);
    REQUIRE(canonical.has_value());
    CHECK(*canonical == row.canonical);
    CHECK(canonical_decimal(*canonical) == canonical); // and is its own
  }
}

TEST_CASE("what is not a valid JSON number has no decimal value") {
  for (const char* text : {"",
                           "-",
                           "+1",
                           ".5",
                           "5.",
                           "0123",
                           "1e",
                           "1e+",
                           "1e+-3",
                           "1e-+3",
                           "1e3x",
                           "1 ",
                           " 1",
                           "1_000",
                           "0x1F",
                           "NaN",
                           "Infinity",
                           "1e9999999999",
                           "1e-9999999999",
                           "1e99999999999999999999"}) {
    CAPTURE(text);
    CHECK_FALSE(canonical_decimal(text).has_value());
  }
}

TEST_CASE("what a double keeps of a number") {
  const struct {
    const char *spelled, *shown;
    bool rounded;
  } cases[] = {
      {"12345678901234567890", "1.2345678901234567E19", true},
      {"12345678901234567890", "12345678901234567000", true},
      {"0.1000000000000000055", "0.1", true},
      {"0.30000000000000004441", "0.30000000000000004", true}, // 17 digits
      {"12345678901234567890", "12345678901234567168", false}, // more digits than a double is written with
      {"12345678901234567890", "1.2345678901234569E19", false},
      {"5", "5.0", false}, // the same number
      {"5", "6", false},
      {"1e400", "1e401", false},
      {"x", "x", false},
  };
  for (const auto& c : cases) {
    CAPTURE(c.spelled);
    CAPTURE(c.shown);
    CHECK(is_rounded_to_double(c.spelled, c.shown) == c.rounded);
  }
}
