#include "unit/secret/fakes.hpp"

#include <doctest/doctest.h>

using namespace cerec;
using Kind = model::Value::Kind;
using Tags = std::vector<std::string>;

namespace {

manifest::TemplateValue value(Kind kind, std::string_view text) {
  base::Diagnostics diagnostics;
  manifest::TemplateValue made;
  made.kind = kind;
  made.text = manifest::parse_template(text, {}, diagnostics);
  REQUIRE(diagnostics.empty());
  return made;
}

manifest::ManifestInstance instance(std::string element, std::string name) {
  manifest::ManifestInstance made;
  made.element.key = std::move(element);
  made.logical_id = name;
  made.name = std::move(name);
  return made;
}

bool password_is_secret(std::string_view, std::string_view key) {
  return key == "password";
}

struct Resolved {
  std::vector<model::DesiredInstance> desired;
  base::Diagnostics diagnostics;
};

Resolved resolve(FakeWorld& world, manifest::ManifestInstance made,
                 secret::Extent extent = secret::Extent::all, const secret::Covers& covers = {}) {
  manifest::ManifestFile file;
  file.instances.push_back(std::move(made));
  secret::Resolver resolver(world.ports(), "");
  Resolved result;
  result.desired = secret::resolve({file}, resolver, password_is_secret, result.diagnostics, extent, covers);
  return result;
}

} // namespace

TEST_CASE("values keep kind and text; those of references and secret keys are sensitive") {
  FakeWorld world;
  world.variables = {{"U", "ann"}, {"P", "say \"hi\""}};
  manifest::ManifestInstance from = instance("gooddata", "a");
  from.configuration = {{"user", value(Kind::string, "x${env:U}${env:U}")},
                        {"password", value(Kind::string, "literal")},
                        {"site", value(Kind::string, "$${plain}")},
                        {"on", value(Kind::boolean, "true")},
                        {"version", value(Kind::number, "3.10")},
                        {"gone", value(Kind::null, "")},
                        {"poller", value(Kind::json, R"({"a":"${env:P}"})")},
                        {"map", value(Kind::json, R"({"b":[1]})")}};
  const Resolved result = resolve(world, from);
  REQUIRE(result.desired.size() == 1);
  const model::Configuration& got = result.desired[0].configuration;
  struct Case {
    const char* key;
    Kind kind;
    const char* text;
    bool sensitive;
  };
  for (const Case& c :
       {Case{"user", Kind::string, "xannann", true}, Case{"password", Kind::string, "literal", true},
        Case{"site", Kind::string, "${plain}", false}, Case{"on", Kind::boolean, "true", false},
        Case{"version", Kind::number, "3.10", false}, Case{"gone", Kind::null, "", false},
        Case{"poller", Kind::json, R"({"a":"say \"hi\""})", true},
        Case{"map", Kind::json, R"({"b":[1]})", false}}) {
    CAPTURE(c.key);
    REQUIRE(got.count(c.key) == 1);
    CHECK(got.at(c.key).kind() == c.kind);
    CHECK(got.at(c.key).text_for_request().same_as(base::Secret(c.text)));
    CHECK(got.at(c.key).sensitive() == c.sensitive);
  }
  CHECK(got.size() == 8);
  CHECK(result.desired[0].references == std::map<model::FieldPath, std::vector<std::string>>{
                                            {model::FieldPath("configuration.poller"), {"env:P"}},
                                            {model::FieldPath("configuration.user"), {"env:U"}}});
  CHECK(result.diagnostics.empty());
}

TEST_CASE("names and tags are what the service will store") {
  FakeWorld world;
  manifest::ManifestInstance from = instance("gooddata", "<b>a</b> & b");
  CHECK(resolve(world, from).desired.at(0).tags == std::nullopt);
  from.tags = Tags{"z", "<i>a</i>", "a", "z", "<br>"};
  const model::DesiredInstance desired = resolve(world, from).desired.at(0);
  CHECK(desired.name == "a & b");
  CHECK(desired.tags == Tags{"a", "z"});
  from.tags = Tags{};
  CHECK(resolve(world, from).desired.at(0).tags == Tags{});
}

TEST_CASE("all that a manifest states arrives") {
  FakeWorld world;
  manifest::ManifestInstance from = instance("gooddata", "a");
  from.logical_id = "prod";
  from.disabled = true;
  from.external_authentication = "initial";
  from.previous_names = {"old"};
  from.protect = true;
  from.release = true;
  from.ignore = {"configuration.b", "configuration.a"};
  from.sinks.resize(1);
  from.sinks[0].type = "dotenv";
  from.other = {{"oauthProxy", value(Kind::json, R"({"isOauthProxy":true})")}};
  const model::DesiredInstance desired = resolve(world, from).desired.at(0);
  CHECK(desired.address.text() == "gooddata/prod");
  CHECK(desired.element.key == "gooddata");
  CHECK(desired.disabled == true);
  CHECK(desired.external_authentication == "initial");
  CHECK(desired.previous_names == Tags{"old"});
  CHECK(desired.protect);
  CHECK(desired.release);
  CHECK(desired.ignored_paths == std::set<std::string>{"configuration.a", "configuration.b"});
  CHECK(desired.sinks.at(0).type == "dotenv");
  CHECK(desired.other.at("oauthProxy").plain() == R"({"isOauthProxy":true})");
  CHECK_FALSE(desired.single_use_code);
}

TEST_CASE("provider data are secret, and a code in them is good for one POST") {
  struct Case {
    const char* json;
    bool single_use;
  };
  FakeWorld world;
  world.variables = {{"CODE", "c\"o"}};
  for (const Case& c :
       {Case{R"({"code":"${env:CODE}"})", true}, Case{R"({"a":1,"code":"x"})", true},
        Case{R"({"oauth_token":"t","oauth_verifier":"v"})", true}, Case{R"({"realmId":"1"})", false},
        Case{R"({"a":{"code":1}})", false}, Case{R"({"a":"code","b":["x","code"]})", false},
        Case{R"({"a\"":"\",\"code\":1"})", false}, Case{R"(["code"])", false}, Case{"{}", false}}) {
    CAPTURE(c.json);
    manifest::ManifestInstance from = instance("box", "a");
    from.provider_data = value(Kind::json, c.json);
    const model::DesiredInstance desired = resolve(world, from).desired.at(0);
    CHECK(desired.single_use_code == c.single_use);
    REQUIRE(desired.provider_data.has_value());
    CHECK(desired.provider_data->sensitive());
  }
}

TEST_CASE("places are kept for messages about values") {
  FakeWorld world;
  base::SourceFile text;
  text.name = "m.yaml";
  const auto file = std::make_shared<const base::SourceFile>(text);
  manifest::ManifestInstance from = instance("gooddata", "a");
  from.span = {file, 1, 1, 1};
  from.name_span = {file, 2, 7, 1};
  from.configuration_span = {file, 3, 1, 1};
  from.configuration = {{"k", value(Kind::string, "${env:NONE}")}};
  from.configuration["k"].span = {file, 4, 6, 11};
  const Resolved result = resolve(world, from);
  std::string places;
  for (const auto& [path, span] : result.desired.at(0).spans)
    places += path.text() + " " + span.text() + "\n";
  CHECK(places == "configuration m.yaml:3:1\nconfiguration.k m.yaml:4:6\nname m.yaml:2:7\n");
  CHECK(result.desired[0].origin.text() == "m.yaml:1:1");
  CHECK(result.diagnostics.items().at(0).span.text() == "m.yaml:4:6");
}

TEST_CASE("only the chosen instances' references are read") {
  FakeWorld world;
  manifest::ManifestInstance from = instance("gooddata", "a");
  from.configuration = {{"k", value(Kind::string, "${env:NONE}")}};
  const Resolved result =
      resolve(world, from, secret::Extent::all, [](const auto& made) { return made.name == "b"; });
  REQUIRE(result.desired.size() == 1); // it is declared all the same
  CHECK(result.desired.front().configuration.empty());
  CHECK(result.diagnostics.empty());
  CHECK(world.asked.empty());
}

TEST_CASE("what only a create sends is read in a second step, for the instances that are to be created") {
  FakeWorld world;
  world.variables = {{"K", "key"}};
  manifest::ManifestInstance from = instance("gooddata", "a");
  from.logical_id = "a";
  from.configuration = {{"k", value(Kind::string, "${env:K}")}};
  from.provider_data = value(Kind::json, R"({"code":"${env:CODE}"})");
  manifest::ManifestFile file;
  file.instances.push_back(from);
  secret::Resolver resolver(world.ports(), "");
  base::Diagnostics diagnostics;
  auto desired = secret::resolve({file}, resolver, password_is_secret, diagnostics, secret::Extent::compared);
  CHECK(diagnostics.empty());
  CHECK(world.asked == std::vector<std::string>{"env K"});
  CHECK_FALSE(desired.front().provider_data);

  CHECK_FALSE(
      secret::resolve_rest({file}, {{"gooddata", "b"}}, resolver, password_is_secret, desired, diagnostics));
  world.variables["CODE"] = "once";
  CHECK(
      secret::resolve_rest({file}, {{"gooddata", "a"}}, resolver, password_is_secret, desired, diagnostics));
  CHECK(diagnostics.empty());
  REQUIRE(desired.front().provider_data);
  CHECK(desired.front().single_use_code);
  CHECK(world.asked == std::vector<std::string>{"env K", "env CODE"});
}
