#include "cerec/manifest/defaults.hpp"

#include <doctest/doctest.h>

using namespace cerec::manifest;

namespace {

TemplateValue value(const std::string& text) {
  TemplateValue made;
  made.kind = cerec::model::Value::Kind::string;
  made.text.parts.resize(1);
  made.text.parts[0].literal = text;
  return made;
}

std::string shown(const ManifestInstance& instance) {
  std::string text;
  for (const auto& [key, made] : instance.configuration)
    text += key + "=" + made.text.literal_text() + " ";
  if (!instance.tags)
    return text + "no tags";
  for (const std::string& tag : *instance.tags)
    text += "#" + tag;
  return text;
}

ManifestInstance instance(const std::string& element) {
  ManifestInstance made;
  made.element.key = element;
  return made;
}

ElementFacts facts() {
  return {[](const cerec::model::ElementRef& element) { return element.id == 7 ? "box" : element.key; },
          [](const cerec::model::ElementRef& element, std::string_view key) {
            return (element.key == "box" || element.id == 7) && key != "strange";
          }};
}

} // namespace

TEST_CASE("defaults fill what an instance leaves out, the nearer one first") {
  ProjectFile::Defaults defaults;
  defaults.tags = {"t", "own"};
  defaults.configuration = {
      {"a", value("all")}, {"b", value("all")}, {"c", value("all")}, {"strange", value("all")}};
  defaults.by_element = {{"box", {{"b", value("box")}, {"c", value("box")}, {"extra", value("box")}}}};
  std::vector<ManifestFile> files(2);
  files[0].instances = {instance("box"), instance("pardot")};
  files[1].instances = {instance("box")};
  files[1].instances[0].configuration = {{"c", TemplateValue()}};
  files[1].instances[0].tags = {{"own"}};
  files[1].instances[0].tag_spans.resize(1);
  apply_defaults(files, defaults, facts());
  CHECK(shown(files[0].instances[0]) == "a=all b=box c=box extra=box #t#own");
  CHECK(shown(files[0].instances[1]) == "#t#own");
  CHECK(shown(files[1].instances[0]) == "a=all b=box c= extra=box #own#t"); // its own null stays
  CHECK(files[1].instances[0].configuration["c"].kind == cerec::model::Value::Kind::null);
  CHECK(files[1].instances[0].tag_spans.size() == 2);
}

TEST_CASE("an element that is named by its id gets the defaults of its key") {
  ProjectFile::Defaults defaults;
  defaults.configuration = {{"a", value("all")}};
  defaults.by_element = {{"box", {{"b", value("box")}}}};
  std::vector<ManifestFile> files(1);
  files[0].instances = {instance("")};
  files[0].instances[0].element.id = 7;
  apply_defaults(files, defaults, facts());
  CHECK(shown(files[0].instances[0]) == "a=all b=box no tags");
}

TEST_CASE("without default tags, undeclared tags stay undeclared") {
  std::vector<ManifestFile> files(1);
  files[0].instances = {instance("box")};
  apply_defaults(files, {}, facts());
  CHECK(shown(files[0].instances[0]) == "no tags");
}

TEST_CASE("an environment's defaults lie over the project's") {
  ProjectFile::Defaults project, environment;
  project.tags = {"a"};
  project.configuration = {{"k", value("project")}, {"l", value("project")}};
  project.by_element = {{"box", {{"m", value("project")}}}};
  environment.tags = {"b", "a"};
  environment.configuration = {{"k", value("environment")}};
  environment.by_element = {{"box", {{"n", value("environment")}}},
                            {"pardot", {{"n", value("environment")}}}};
  const ProjectFile::Defaults merged = overlay_defaults(project, environment);
  CHECK(merged.tags == std::vector<std::string>{"a", "b"});
  CHECK(merged.configuration.at("k").text.literal_text() == "environment");
  CHECK(merged.configuration.at("l").text.literal_text() == "project");
  CHECK(merged.by_element.at("box").size() == 2);
  CHECK(merged.by_element.at("pardot").size() == 1);
}
