#include "cerec/model/moved.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <functional>

using namespace cerec;

namespace {

model::LiveInstance detailed() {
  model::LiveInstance live;
  live.id = 1001;
  live.name = "one";
  live.ownership = model::Ownership::of("prod", "gooddata.one");
  live.ownership.settled = true;
  live.ownership.fingerprint = model::Fingerprint{};
  live.configuration = {{"a", model::Value::string("1")}, {"password", model::Value::string("********")}};
  live.disabled = false;
  live.detailed = true;
  return live;
}

std::string after(const std::function<void(model::LiveInstance&)>& change) {
  model::LiveInstance now = detailed();
  change(now);
  return fmt::format("{}", fmt::join(model::moved(detailed(), now), ", "));
}

} // namespace

TEST_CASE("what of an instance moved is told by name") {
  CHECK(after([](auto&) {}).empty());
  CHECK(after([](auto& now) { now.name = "x"; }) == "its name");
  CHECK(after([](auto& now) { now.user_tags = {"x"}; }) == "its tags");
  CHECK(after([](auto& now) { now.ownership.protect = true; }) == "its owner or protection");
  CHECK(after([](auto& now) { now.ownership.fingerprint.reset(); }) == "what was last applied");
  CHECK(after([](auto& now) { now.disabled = true; }) == "whether it is disabled");
  CHECK(after([](auto& now) { (*now.configuration)["a"] = model::Value::string("2"); }) == "configuration.a");
  CHECK(after([](auto& now) { now.configuration->erase("a"); }) == "configuration.a");
  CHECK(after([](auto& now) { (*now.configuration)["b"] = model::Value::string("2"); }) == "configuration.b");
}

TEST_CASE("what a light listing does not show has not moved") {
  model::LiveInstance light = detailed();
  light.detailed = false;
  light.configuration.reset();
  light.disabled.reset();
  CHECK(model::moved(light, detailed()).empty());
  CHECK(model::moved(detailed(), light).empty());
}
