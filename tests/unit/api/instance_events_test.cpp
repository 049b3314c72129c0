#include "api/instance_events.hpp"
#include "cerec/base/number.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

using namespace cerec;
using nlohmann::json;

namespace {

/// By the definition: from a tree of the whole text.
struct FromTree {
  const json& item;

  [[nodiscard]] json member(const char* name) const { return of(item, name); }
  static json of(const json& object, const char* name) {
    return object.is_object() && object.contains(name) ? object[name] : json();
  }
  static std::string text(const json& value) { return value.is_string() ? value.get<std::string>() : ""; }
  static std::string flag(const json& value) {
    return value.is_boolean() ? value.get<bool>() ? "yes" : "no" : "-";
  }
  static std::optional<int64_t> number(const json& value) {
    return value.is_number_integer() ? value.get<int64_t>() : base::parse_number<int64_t>(text(value));
  }
  [[nodiscard]] std::string tags() const {
    std::string out;
    if (const json list = member("tags"); list.is_array())
      for (const json& tag : list) {
        if (tag.is_string())
          out += text(tag) + ";";
        else if (const std::string name = text(of(tag, "name")); !name.empty())
          out += name + ";";
      }
    return out;
  }
  [[nodiscard]] std::string configuration(bool detailed) const {
    const json object = member("configuration");
    if (!object.is_object() || (object.empty() && !detailed))
      return "-";
    std::string out;
    for (const auto& [key, value] : object.items())
      out += fmt::format("{}={}{};", key,
                         value.is_null()     ? "null"
                         : value.is_string() ? text(value)
                                             : value.dump(),
                         text(value) == "********" ? "!" : "");
    return out;
  }
  [[nodiscard]] std::string told(bool detailed) const {
    const auto id = number(member("id"));
    if (!item.is_object() || !id || *id <= 0)
      return "none";
    int64_t element = number(of(member("element"), "id")).value_or(0);
    if (element == 0)
      element = number(member("elementId")).value_or(0);
    const json external = member("externalAuthentication");
    return fmt::format("{} {} {}/{} {} {} [{}] [{}] {} {} {} {}", *id, text(member("name")),
                       text(of(member("element"), "key")), element, text(member("createdDate")),
                       text(member("token")), tags(), configuration(detailed), flag(member("disabled")),
                       flag(member("valid")), external.is_string() ? text(external) : "-",
                       member("tags").is_array());
  }
};

std::string flag(std::optional<bool> value) {
  return value ? *value ? "yes" : "no" : "-";
}

std::string told(const api::ShownInstance& shown) {
  if (!shown.instance)
    return "none";
  const model::LiveInstance& live = *shown.instance;
  std::string tags, configuration = live.configuration ? "" : "-";
  for (const std::string& tag : live.user_tags)
    tags += tag + ";";
  if (live.configuration)
    for (const auto& [key, value] : *live.configuration) {
      const std::string_view text = value.text_for_request().reveal();
      configuration +=
          fmt::format("{}={}{};", key, value.is_null() ? "null" : text, value.sensitive() ? "!" : "");
    }
  return fmt::format("{} {} {}/{} {} {} [{}] [{}] {} {} {} {}", live.id, live.name, live.element.key,
                     live.element.id, live.created, live.token.reveal(), tags, configuration,
                     flag(live.disabled), flag(live.valid), live.external_authentication.value_or("-"),
                     shown.shows_tags);
}

/// Random JSON that looks like instances now and then, with repeated members and wrong kinds.
class Texts {
public:
  explicit Texts(uint64_t seed) : random_(seed) {}

  std::string item() { return below(9) == 0 ? value(2) : object(2, true); }

private:
  std::string value(int depth) {
    switch (below(depth > 0 ? 12 : 9)) {
    case 0:
      return "null";
    case 1:
      return "true";
    case 2:
      return "false";
    case 3:
      return "7";
    case 4:
      return R"("12")";
    case 5:
      return "1.50";
    case 6:
      return "12345678901234567890";
    case 7:
      return R"("a")";
    case 8:
      return R"("********")";
    case 9:
      return "[" + value(depth - 1) + "," + value(depth - 1) + "]";
    case 10:
      return R"(["x","y",{"name":"z"}])";
    default:
      return object(depth - 1, false);
    }
  }
  std::string object(int depth, bool instance) {
    constexpr const char* names[] = {"id",
                                     "name",
                                     "element",
                                     "elementId",
                                     "createdDate",
                                     "token",
                                     "tags",
                                     "configuration",
                                     "disabled",
                                     "valid",
                                     "key",
                                     "user",
                                     "externalAuthentication"};
    std::string out = instance && below(3) != 0 ? R"({"id":5,"tags":["t"])" : R"({"key":"k")";
    for (uint64_t i = below(6); i > 0; --i)
      out += fmt::format(R"(,"{}":{})", names[below(std::size(names))], value(depth));
    return out + "}";
  }

  uint64_t below(uint64_t end) { return random_() % end; }
  std::mt19937_64 random_;
};

} // namespace

TEST_CASE("instances read from events are those of the tree of the text, whatever it holds") {
  Texts texts(3);
  for (int round = 0; round < 20'000; ++round) {
    const std::string first = texts.item(), second = texts.item();
    const std::string text = "[" + first + " ,\n" + second + "]";
    CAPTURE(text);
    const json tree = json::parse(text);
    const auto shown = api::read_instances(text);
    REQUIRE(shown);
    REQUIRE(shown->size() == 2);
    CHECK(told((*shown)[0]) == FromTree{tree[0]}.told(false));
    CHECK(told((*shown)[1]) == FromTree{tree[1]}.told(false));
    const auto one = api::read_instance(first);
    REQUIRE(one);
    CHECK(told(*one) == FromTree{tree[0]}.told(true));
  }
}

TEST_CASE("what is no list, no JSON, or too deep") {
  for (const char* text :
       {"", "{}", "null", "7", R"("x")", "[", "[{}", "[{}]]", "[{]", R"([{"id":1,}])", "[\xFF]"})
    CHECK_MESSAGE(!api::read_instances(text), text);
  CHECK(api::read_instances("[]")->empty());
  CHECK(api::read_instances(" [null, 1, [], \"x\"] ")->size() == 4);
  const auto nested = [](size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  CHECK(api::read_instances(nested(128)));
  CHECK_FALSE(api::read_instances(nested(129)));
  CHECK(api::read_instance(R"({"id":1,"configuration":{"x":)" + nested(126) + "}}"));
  CHECK_FALSE(api::read_instance(R"({"id":1,"configuration":{"x":)" + nested(127) + "}}"));
  CHECK_FALSE(api::read_instance(R"({"id":1,"user":)" + nested(200'000) + "}"));
  for (const char* text : {"", "[", "{", "nul"})
    CHECK_MESSAGE(!api::read_instance(text), text);
  CHECK_FALSE(api::read_instance("[]")->instance);
}
