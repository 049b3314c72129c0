#include "unit/manifest/helpers.hpp"

using namespace cerec;
using namespace cerec::manifest;

namespace {

Parsed json(std::string text) {
  return parse_text(std::move(text), "m.json");
}

} // namespace

TEST_CASE("the documented body is a manifest as it stands") {
  const Parsed parsed = json(R"({
  "element": {"key": "gooddata"},
  "configuration": {"username": "me", "pagination.max": 200, "big": 1e5, "flag": false, "none": null},
  "tags": ["docs"],
  "name": "My \"first\" \u00e9 \ud83d\ude00 \/ instance"
})");
  CHECK(parsed.brief() == "");
  CHECK(parsed.only().name == "My \"first\" \xC3\xA9 \xF0\x9F\x98\x80 / instance");
  CHECK(parsed.only().element.key == "gooddata");
  CHECK(entry(parsed.only(), "big") == "1e5");
  CHECK(parsed.only().configuration.at("none").kind == model::Value::Kind::null);
  CHECK(parsed.only().logical_id == model::derived_id("gooddata", parsed.only().name));
}

TEST_CASE("every fault of broken JSON is reported where it is to be mended") {
  struct Case {
    const char* text;
    const char* faults; ///< of syntax and of what the readable rest holds
  };
  const Case cases[] = {
      {"{\"element\": \"e\"\n \"name\": \"n\"}", "1:16 json-syntax"},
      {"{\"element\": \"e\", \"name\": \"n\",\n}", "1:29 json-syntax"},
      {"{\"element\": \"e\", \"name\": \"n\", \"tags\": [\"a\",]}", "1:43 json-syntax"},
      {"{\"element\": \"e\",, \"name\": \"n\"}", "1:17 json-syntax"},
      {"{\"element\": \"e\", // why\n \"name\": \"n\"} # end", "1:18 json-syntax, 2:15 json-syntax"},
      {"{\"element\": \"e\", /* why */ \"name\": \"n\"}", "1:18 json-syntax"},
      {"{ \\\n \"element\": \"e\", \\\n \"name\": \"n\" \\\n}", "1:3 json-syntax"},
      {"{\"element\": \"e\", \"name\": \"a'\\''b\"}", "1:29 json-syntax"},
      {"{\"element\": \"e\"},\n \"name\": \"n\"}", "1:16 json-syntax"},
      {"{\"element\": \"e\"}\n \"name\": \"n\"}", "1:16 json-syntax"},
      {"{\"element\": \"e\", \"name\": \"n\"}}", "1:30 json-syntax"},
      {"{\"element\": \"e\", \"name\": \"n\"", "1:29 json-syntax"},
      {"{\"element\": \"e\", \"name\": ", "1:25 json-syntax"},
      {"{\"element\": {\"key\": \"e\"], \"name\": \"n\"}", "1:24 json-syntax"},
      {"{'element': \"e\", \"name\": \"n\"}", "1:2 json-syntax"},
      {"{\"element\": \u201Ce\u201D, \"name\": \"n\"}", "1:13 json-syntax"},
      {"{element: \"e\", \"name\": n}", "1:2 json-syntax, 1:24 json-syntax"},
      {"{\"element\": \"e\", \"name\": \"n\", \"configuration\": {1: \"1\", true: \"x\", null: \"y\"}}",
       "1:49 json-syntax, 1:57 json-syntax, 1:68 json-syntax"},
      {"{\"element\" \"e\", \"name\": \"n\"}", "1:11 json-syntax"},
      {"{\"element\": \"e\", \"name\" = \"n\"}", "1:25 json-syntax"},
      {"{\"element\": \"e\"; \"name\": \"n\"}", "1:16 json-syntax"},
      {"{\"element\": \"e\", \"name\": \"n\", \"disabled\": True}", "1:43 json-syntax, 1:43 wrong-type"},
      {"{\"element\": \"e\", \"name\": \"n\", \"configuration\": {\"a\": 012}}", "1:54 json-syntax"},
      {"{\"element\": \"e\", \"name\": \"n\", \"configuration\": {\"a\": ${env:A}}}", "1:54 json-syntax"},
      {"{\"element\": \"e,\n \"name\": \"n\"}", "1:13 json-syntax"},
      {"{\"element\": \"e\", \"name\": \"a \"b\" c\"}", "1:30 json-syntax"},
      {"{\"element\": \"e\", \"name\": \"a\\d\"}", "1:28 json-syntax"},
      {"{\"element\": \"e\", \"name\": \"a\\ud83d\"}", "1:28 json-syntax"},
      {"{\"element\": \"e\", \"name\": \"a\tb\"}", "1:28 json-syntax"},
      {"{\"element\": \"e\", \"name\": \"n\"} {\"element\": \"e\"}", "1:31 json-syntax"},
      {"'{\"element\": \"e\", \"name\": \"n\"}'", "1:1 json-syntax"},
      {"{\"element\": \"e\"\n \"name\": \"n\",\n \"tags\": [\"a\" \"b\",]}",
       "1:16 json-syntax, 3:14 json-syntax, 3:18 json-syntax"},
      {"{\"name\": \"n\"\n}", "1:2 missing-field"},
      {"[", "1:2 json-syntax"},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.text));
    CHECK(json(c.text).brief() == std::string(c.faults));
  }
}

TEST_CASE("what JSON faults look like") {
  CHECK(json("{\n  \"element\": \"e\"\n  \"name\": \"n\",\n}\n").shown() ==
        "m.json:2:17: error: a comma is missing here\n"
        "    \"element\": \"e\"\n"
        "                  ^\n"
        "m.json:3:14: error: a comma before '}'\n"
        "    \"name\": \"n\",\n"
        "               ^\n"
        "  hint: remove the comma\n");
  CHECK(json("{ \\\n  \"element\": \"e\", \\\n  \"name\": \"n\" \\\n}\n").shown() ==
        "m.json:1:3: error: a backslash at the end of a line is shell syntax, not JSON; also at 2:19, 3:15\n"
        "  { \\\n"
        "    ^\n"
        "  hint: remove these backslashes; they belong to a shell command around the JSON\n");
  CHECK(
      json("{\"element\": \"e\",\n\"configuration\": {\n  \"a\": \"b\",\n\"tags\": [],\n\"name\": \"n\"\n}\n")
          .shown() ==
      "m.json:6:2: error: the file ends, but this '{' is still open: 1:1\n"
      "  }\n"
      "   ^\n"
      "  hint: add the missing '}'\n"
      "m.json:1:1: note: opened here\n"
      "  {\"element\": \"e\",\n"
      "  ^\n"
      "m.json:4:1: note: 'tags' falls into 'configuration' here: its '}' is missing before this line\n"
      "  \"tags\": [],\n"
      "  ^~~~~~\n");
}

TEST_CASE("a broken file is not flooded with faults") {
  std::string text = "{\"element\": \"e\", \"name\": \"n\", \"configuration\": {";
  for (int i = 0; i < 1000; ++i)
    text += "\n\"k" + std::to_string(i) + "\": x,";
  CHECK(json(text).diagnostics.errors() == 40);
}

TEST_CASE("which sources are JSON") {
  const std::string trailing = "{\"element\": \"e\", \"name\": \"n\",}";
  CHECK(parse_text(trailing, "m.json").diagnostics.has_errors());
  CHECK(parse_text(trailing, "<stdin>").diagnostics.has_errors());
  CHECK_FALSE(parse_text(trailing, "m.yaml").diagnostics.has_errors()); // YAML's flow style allows it
  CHECK(parse_text("{element: e, name: n}", "<stdin>").only().name == "n");
  CHECK(parse_text("{element: e, name: n}", "m.yaml").only().name == "n");
  CHECK(parse_text("{\"element\": \"e\", \"name\": \"\\ud83d\\ude00\"}", "m.yaml").only().name ==
        "\xF0\x9F\x98\x80");
  CHECK(parse_text(" \n[{\"element\": \"e\", \"name\": \"n\"}]", "<stdin>").only().name == "n");
}

TEST_CASE("a number or boolean is no name in JSON") {
  CHECK(json("{\"element\": \"e\", \"name\": 5, \"tags\": [true]}").brief() ==
        "1:26 wrong-type, 1:38 wrong-type");
}
