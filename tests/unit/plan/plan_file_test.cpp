#include "cerec/plan/plan_file.hpp"
#include "unit/plan/generator.hpp"

#include <doctest/doctest.h>

using namespace plan_test;

namespace {

const base::WallTime k_noon = std::chrono::sys_days(std::chrono::June / 5 / 2026) + std::chrono::hours(12);

std::string fault_of(const std::string& text) {
  const base::Result<plan::PlanFile> read = plan::decode(text);
  if (read)
    return "none";
  CHECK(read.error().kind == base::FailureKind::stale);
  return read.error().message;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

} // namespace

TEST_CASE("what is encoded is decoded, byte for byte and digest for digest") {
  for (uint64_t seed = 1; seed <= 500; ++seed) {
    CAPTURE(seed);
    const model::Plan plan = Generator(seed).any_plan();
    const std::string text = plan::encode(plan, k_noon, key());
    const base::Result<plan::PlanFile> read = plan::decode(text);
    REQUIRE(read.has_value());
    CHECK(read->digest == plan::digest_of(plan));
    CHECK(read->created == "2026-06-05T12:00:00Z");
    CHECK(plan::encode(read->plan, k_noon, key()) == text);
    CHECK(read->plan.binding == plan.binding);
    CHECK(read->plan.mode == plan.mode);
    CHECK(plan::unfit(*read, key(), k_noon, std::chrono::hours(1)).empty());
    CHECK(read->plan.counts() == plan.counts());
    REQUIRE(read->plan.changes.size() == plan.changes.size());
    for (size_t i = 0; i < plan.changes.size(); ++i) {
      CHECK(read->plan.changes[i].fields == plan.changes[i].fields);
      CHECK(read->plan.changes[i].sinks == plan.changes[i].sinks);
    }
  }
}

TEST_CASE("the text of a plan file") {
  plan::Options with = options();
  with.sinks = {{"file", {{"path", {".cerec/tokens.json"}}}, {}}};
  with.binding.manifests = {{"a.yaml", "00ff"}};
  with.binding.secrets = {{"gooddata/one", model::FieldPath("configuration.password"), "env:P", "ab12cd34"}};
  CHECK(plan::encode(plan::make_plan({manifest("one")}, World().listing(), with), k_noon, key()) ==
        R"({
"binding":{"account":"0123456789abcdef","base_url":"https://api.example.com/elements/api-v2","manifests":[{"path":"a.yaml","sha256":"00ff"}],"secrets":[{"address":"gooddata/one","mark":"ab12cd34","path":"configuration.password","reference":"env:P"}],"stack":"prod","user":"fedcba9876543210"},
"changes":[
{"address":{"element":"gooddata","id":"gooddata.one"},"fields":[{"after":{"text":"one"},"before":{"absent":""},"path":"name","state":"pending"}],"kind":"create","name":"one","reason":"absent","sinks":["file path=.cerec/tokens.json"]}
],
"created":"2026-06-05T12:00:00Z",
"digest":"sha256:6eadf81305fed5b65f57084fc02dbb0fcd43a012af9d081442c02fec449d2b72",
"format_version":"1.0",
"limits":{"max_deletes":5,"max_percent":30},
"mode":{"refresh":"full"},
"seal":"3c66d916d44b554d",
"seen":{"detail_requests":0,"foreign":0,"ignored_unowned":0,"list_requests":1,"listed":0,"owned":0,"quarantined":0},
"warnings":[],
"would_prune":[]
}
)");
}

TEST_CASE("the digest does not depend on the time, and on everything else") {
  const model::Plan plan = plan::make_plan({manifest("one")}, World().listing(), options());
  const base::Result<plan::PlanFile> now = plan::decode(plan::encode(plan, k_noon, key()));
  const base::Result<plan::PlanFile> later =
      plan::decode(plan::encode(plan, k_noon + std::chrono::hours(1), key()));
  REQUIRE(now.has_value());
  REQUIRE(later.has_value());
  CHECK(now->digest == later->digest);
  CHECK(now->seal != later->seal);
  model::Plan other = plan;
  other.limits.max_deletes = 6;
  CHECK(plan::digest_of(other) != now->digest);
}

TEST_CASE("a file that was changed, cut off or made by a newer cerec is refused with a reason") {
  const std::string good =
      plan::encode(plan::make_plan({manifest("one")}, World().listing(), options()), k_noon, key());
  CHECK(fault_of(good) == "none");
  CHECK(fault_of(replaced(good, "\"name\":\"one\"", "\"name\":\"two\"")).find("digest") != std::string::npos);
  CHECK(fault_of(replaced(good, "\"warnings\":[]", "\"warnings\":[],\"more\":1")).find("digest") !=
        std::string::npos);
  CHECK(fault_of(replaced(good, "\"1.0\"", "\"2.0\"")).find("format_version 2.0") != std::string::npos);
  CHECK(fault_of(good.substr(0, good.size() / 2)).find("cut off") != std::string::npos);
  CHECK(fault_of("").find("not valid JSON") != std::string::npos);
  CHECK(fault_of("[]").find("is not an object") != std::string::npos);
  CHECK(fault_of("{}").find("lacks format_version") != std::string::npos);
  CHECK(fault_of(std::string(100'000, '[')).find("nested") != std::string::npos);
  CHECK(fault_of(replaced(good, "\"2026-06-05T12:00:00Z\"", "\"yesterday\"")).find("RFC 3339") !=
        std::string::npos);
}

TEST_CASE("the age of a plan is sealed, and so is everything else") {
  const model::Plan plan = plan::make_plan({manifest("one")}, World().listing(), options());
  const std::string text = plan::encode(plan, k_noon, key());
  const auto reasons = [&](const std::string& file, base::WallTime now, std::optional<base::Duration> limit,
                           const crypto::FingerprintKey& with = key()) {
    const base::Result<plan::PlanFile> read = plan::decode(file);
    REQUIRE(read.has_value());
    const std::vector<std::string> all = plan::unfit(*read, with, now, limit);
    return all.empty() ? std::string() : all.front();
  };
  const std::string no_seal =
      "its seal does not fit: it was changed after it was made, or made with another key";
  constexpr base::Duration day = std::chrono::hours(24);
  CHECK(reasons(text, k_noon + day, day).empty());
  CHECK(reasons(text, k_noon + day + std::chrono::hours(1), day) ==
        "it is 25 hours old; at most 24 hours are allowed");
  CHECK(reasons(text, k_noon + 1000 * day, std::nullopt).empty());
  CHECK(reasons(replaced(text, "2026-06-05", "2099-06-05"), k_noon, day) == no_seal);
  CHECK(reasons(text, k_noon, day, other_key()) == no_seal);
  // Clocks differ a little; a plan of tomorrow is no plan.
  CHECK(reasons(text, k_noon - std::chrono::minutes(5), day).empty());
  CHECK(reasons(text, k_noon - std::chrono::minutes(6), day) ==
        "it was made at 2026-06-05T12:00:00Z, and now it is 2026-06-05T11:54:00Z here");
}

TEST_CASE("a plan file with single bytes changed is refused or the same plan") {
  const std::string good = plan::encode(Generator(3).any_plan(), k_noon, key());
  Generator generator(11);
  for (int i = 0; i < 3000; ++i) {
    std::string bad = good;
    bad[generator.below(bad.size())] = static_cast<char>(generator.below(256));
    const base::Result<plan::PlanFile> read = plan::decode(bad);
    if (read)
      CHECK(read->digest == plan::decode(good)->digest);
  }
}
