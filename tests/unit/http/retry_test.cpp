#include "cerec/http/retry.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace cerec;
using http::Attempt;
using http::AttemptClass;
using http::Repeat;
using std::chrono::milliseconds;

namespace {

Attempt answered(int status) {
  Attempt attempt;
  attempt.status = status;
  return attempt;
}

Attempt lost(bool maybe_sent, bool permanent = false) {
  Attempt attempt;
  attempt.maybe_sent = maybe_sent;
  attempt.permanent = permanent;
  return attempt;
}

/// Half of all for a jitter of all ones, all of it for a jitter of 0.
std::optional<base::Duration> delay_of(Repeat repeat, const Attempt& attempt, int made,
                                       int64_t since_first = 0, uint64_t jitter = 0) {
  return http::retry_delay(repeat, attempt, made, milliseconds(since_first), http::RetryLimits(), jitter);
}

} // namespace

TEST_CASE("the retry table: what is repeated, by the way an attempt ended") {
  struct Row {
    const char* what;
    Attempt attempt;
    bool freely, only_if_unsent, never;
  };
  const Row rows[] = {
      {"refused connection", lost(false), true, true, false},
      {"reset after the send", lost(true), true, false, false},
      {"certificate refused", lost(false, true), false, false, false},
      {"answer too large", lost(true, true), false, false, false},
      {"429", answered(429), true, true, false},
      {"503", answered(503), true, false, false},
      {"408", answered(408), true, false, false},
      {"425", answered(425), true, false, false},
      {"500", answered(500), true, false, false},
      {"502", answered(502), true, false, false},
      {"504", answered(504), true, false, false},
      {"501", answered(501), false, false, false},
      {"505", answered(505), false, false, false},
      {"200", answered(200), false, false, false},
      {"204", answered(204), false, false, false},
      {"301", answered(301), false, false, false},
      {"400", answered(400), false, false, false},
      {"401", answered(401), false, false, false},
      {"403", answered(403), false, false, false},
      {"404", answered(404), false, false, false},
      {"409", answered(409), false, false, false},
      {"413", answered(413), false, false, false},
      {"415", answered(415), false, false, false},
      {"499 of a provider", answered(499), false, false, false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(delay_of(Repeat::freely, row.attempt, 1).has_value() == row.freely);
    CHECK(delay_of(Repeat::only_if_unsent, row.attempt, 1).has_value() == row.only_if_unsent);
    CHECK(delay_of(Repeat::never, row.attempt, 1).has_value() == row.never);
  }
}

TEST_CASE("the own delay doubles, is jittered between half and all, and has a ceiling") {
  struct Row {
    int made;
    int64_t shortest, longest;
  };
  const Row rows[] = {{1, 250, 500},   {2, 500, 1000},    {3, 1000, 2000},
                      {4, 2000, 4000}, {7, 15000, 30000}, {40, 15000, 30000}};
  for (const Row& row : rows) {
    CAPTURE(row.made);
    CHECK(http::backoff(row.made, {}, 0) == milliseconds(row.longest));
    // The jitter is taken modulo (half + 1): this one is the greatest.
    CHECK(http::backoff(row.made, {}, static_cast<uint64_t>(row.longest / 2)) == milliseconds(row.shortest));
    for (uint64_t jitter = 1; jitter != 0; jitter *= 3) {
      CHECK(http::backoff(row.made, {}, jitter) >= milliseconds(row.shortest));
      CHECK(http::backoff(row.made, {}, jitter) <= milliseconds(row.longest));
      if (jitter > UINT64_MAX / 3)
        break;
    }
  }
}

TEST_CASE("retries end: attempts, throttled attempts, deadline") {
  CHECK(delay_of(Repeat::freely, lost(true), 4).has_value());
  CHECK_FALSE(delay_of(Repeat::freely, lost(true), 5).has_value());
  CHECK(delay_of(Repeat::freely, answered(429), 11).has_value());
  CHECK_FALSE(delay_of(Repeat::freely, answered(429), 12).has_value());
  CHECK(delay_of(Repeat::freely, answered(503), 5).has_value());
  CHECK(delay_of(Repeat::freely, lost(true), 1, 299'500) == milliseconds(500));
  CHECK_FALSE(delay_of(Repeat::freely, lost(true), 1, 299'501).has_value());
}

TEST_CASE("a Retry-After that is longer than the own delay wins") {
  Attempt attempt = answered(429);
  attempt.retry_after = milliseconds(7000);
  CHECK(delay_of(Repeat::freely, attempt, 1) == milliseconds(7000));
  attempt.retry_after = milliseconds(0);
  CHECK(delay_of(Repeat::freely, attempt, 1) == milliseconds(500));
  attempt.retry_after = std::chrono::hours(1);
  CHECK_FALSE(delay_of(Repeat::freely, attempt, 1).has_value());
}

TEST_CASE("Retry-After: seconds and the three date forms of HTTP") {
  using namespace std::chrono;
  const base::WallTime wall = sys_days{year{1994} / 11 / 6} + 8h + 49min;
  struct Row {
    const char* text;
    std::optional<int64_t> seconds;
  };
  const int64_t year_of_seconds = 365LL * 24 * 3600;
  const Row rows[] = {
      {"0", 0},
      {"120", 120},
      {"  7 ", 7},
      {"99999999999999999999999999", year_of_seconds},
      {"Sun, 06 Nov 1994 08:49:37 GMT", 37},
      {"Sun, 06 Nov 1994 08:50:60 GMT", 120},
      {"Sunday, 06-Nov-94 08:49:37 GMT", 37},
      {"Sun Nov  6 08:49:37 1994", 37},
      {"Mon Nov 14 08:49:00 1994", 8 * 86400},
      {"Sun, 06 Nov 1994 08:48:00 GMT", 0},
      {"Sunday, 06-Nov-44 08:49:37 GMT", year_of_seconds},
      {"Sunday, 06-Nov-45 08:49:37 GMT", 0}, // 51 years ahead: 1945
      {"Sun, 06 Nov 2094 08:49:37 GMT", year_of_seconds},
      {"", std::nullopt},
      {"-1", std::nullopt},
      {"+1", std::nullopt},
      {"1.5", std::nullopt},
      {"soon", std::nullopt},
      {"Sun, 06 Nov 1994 08:49:37", std::nullopt},
      {"Sun, 06 Nov 1994 08:49:37 CET", std::nullopt},
      {"Sun, 31 Feb 1994 08:49:37 GMT", std::nullopt},
      {"Sun, 06 Now 1994 08:49:37 GMT", std::nullopt},
      {"Sun, 06 Nov 1994 24:49:37 GMT", std::nullopt},
      {"Sun, 06 Nov 1994 08:49 GMT", std::nullopt},
      {"Sun, 99999999999999999999 Nov 1994 08:49:00 GMT", std::nullopt},
      {"a b c d e", std::nullopt},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto delay = http::parse_retry_after(row.text, wall);
    CHECK(delay.has_value() == row.seconds.has_value());
    if (delay && row.seconds)
      CHECK(duration_cast<seconds>(*delay).count() == *row.seconds);
  }
}
