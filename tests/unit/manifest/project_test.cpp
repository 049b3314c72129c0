#include "cerec/manifest/project.hpp"
#include "unit/manifest/helpers.hpp"

using namespace cerec;
using namespace cerec::manifest;

namespace {

const std::vector<std::string_view> k_known = {"stack", "api.url", "api.userSecret", "limits.parallelism",
                                               "limits.maxRps"};

struct ParsedProject {
  ProjectFile project;
  base::Diagnostics diagnostics;
};

ParsedProject project_of(std::string text) {
  ParsedProject result;
  result.project = parse_project(make_source("cerec.yaml", std::move(text)), k_known, result.diagnostics);
  return result;
}

} // namespace

TEST_CASE("a whole project file") {
  const ParsedProject parsed = project_of(R"(version: 1
stack: analytics
api:
  url: https://api.example.com/elements/api-v2
  userSecret: ${env:USER_SECRET}
limits.parallelism: 4
manifests: [a, "b/*.yaml"]
tokens: [{type: file, path: t.json}]
defaults:
  tags: [managed]
  configuration: {filter.response.nulls: true}
  elements:
    gooddata: {configuration: {siteAddress: x}}
environments:
  prod:
    stack: analytics-prod
    manifests: prod
    api: {url: "https://prod.example.com"}
  empty:
)");
  CHECK(base::render(parsed.diagnostics, false) == "");
  const ProjectFile& project = parsed.project;
  CHECK(project.settings.at("stack").text.literal_text() == "analytics");
  CHECK(project.settings.at("api.userSecret").text.has_reference());
  CHECK(project.settings.at("api.url").span.line == 4);
  CHECK(project.settings.at("limits.parallelism").text.literal_text() == "4");
  CHECK(project.manifests == std::vector<std::string>{"a", "b/*.yaml"});
  CHECK(project.sinks.at(0).settings.at("path").at(0) == "t.json");
  CHECK(project.defaults.tags == std::vector<std::string>{"managed"});
  CHECK(project.defaults.configuration.count("filter.response.nulls") == 1);
  CHECK(project.defaults.by_element.at("gooddata").at("siteAddress").text.literal_text() == "x");
  CHECK(project.environments.at("prod").settings.at("api.url").text.literal_text() ==
        "https://prod.example.com");
  CHECK(project.environments.at("prod").manifests == std::vector<std::string>{"prod"});
  CHECK(project.environments.count("empty") == 1);
}

TEST_CASE("faults of a project file") {
  struct Case {
    const char* text;
    const char* fault;
  };
  const Case cases[] = {
      {"stakc: x\n", "1:1: error: unknown setting 'stakc'"},
      {"api: {ulr: x}\n", "did you mean 'api.url'?"},
      {"url: x\n", "did you mean 'api.url'?"},
      {"manifest: x\n", "did you mean 'manifests'?"},
      {"api: x\n", "'api' is a mapping, not a string"},
      {"stack: [x]\n", "'stack' is a text"},
      {"stack: a\nstack: b\n", "'stack' is stated twice"},
      {"api: {url: a}\napi.url: b\n", "'api.url' is stated twice"},
      {"stack: <INSERT_STACK>\n", "'stack' still holds a placeholder"},
      {"defaults: {tags: [a, 'cerec:id:x']}\n", "1:22: error: tags that start with 'cerec:' are reserved"},
      {"environments: {p: {defaults: {tags: ['</b>Cerec:settled']}}}\n", "1:38: error: tags that start with"},
      {"version: 2\n", "'version' of this file is 1"},
      {"environments: {prod: {environments: {}}}\n", "'environments' inside an environment"},
      {"environments: [prod]\n", "'environments' is a mapping, not a list"},
      {"defaults: {tag: [x]}\n", "did you mean 'tags'?"},
      {"defaults: {configuration: {a: [1]}}\n", "'a' is a list"},
      {"stack: ${evn:X}\n", "did you mean 'env'?"},
      {"- a\n", "a project file is a mapping, not a list"},
      {"stack: a\n---\nstack: b\n", "a project file is one document"},
      {"tokens: [{path: x}]\n", "a sink needs its 'type'"},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.text));
    const std::string shown = base::render(project_of(c.text).diagnostics, false);
    CAPTURE(shown);
    CHECK(shown.find(c.fault) != std::string::npos);
  }
  CHECK(project_of("").project.settings.empty());
  CHECK(project_of("").diagnostics.empty());
}
