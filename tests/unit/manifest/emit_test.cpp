#include "cerec/manifest/emit.hpp"
#include "unit/manifest/helpers.hpp"

#include <fstream>
#include <random>
#include <sstream>

using namespace cerec;
using namespace cerec::manifest;
using Kind = model::Value::Kind;

namespace {

std::string formatted(const std::string& text, const std::string& name = "m.yaml") {
  base::Diagnostics diagnostics;
  const auto result = format(make_source(name, text), diagnostics);
  return result ? *result : "FAILED " + result.error().message;
}

/// Texts that YAML likes to misread.
const std::vector<std::string> k_texts = {
    "plain",
    "",
    "##vso[task.setvariable variable=x]y",
    "a ##[error]x",
    "text\n::error::x\n",
    "a\u00ADb",
    "a\U000E0000b",
    "\u200B::error::x",
    "a\u2028::error::x",
    " ",
    "true",
    "NO",
    "null",
    "~",
    "3",
    "0123",
    "1e5",
    "0x1F",
    "1:30",
    "- x",
    "-",
    "#x",
    "a #b",
    "a: b",
    "a:",
    "it's",
    "\"q\"",
    "{x}",
    "[x]",
    "*a",
    "&a",
    "!t",
    "%d",
    "@x",
    "`x`",
    "|",
    ">",
    "a\nb",
    "a\nb\n",
    "\na",
    "a\n\nb\n",
    " lead\nb",
    "tab\tx",
    "trail ",
    "\xC3\xA9\xC3\xA8",
    "\xF0\x9F\x98\x80",
    "a\\b",
    "x: {y}",
    "? a",
    "<<",
    "=",
    "---",
    "...",
    "a\r\nb",
    "https://h/p?a=b&c",
    "2024-01-02",
    ".5",
    "+1",
    "a,b|c",
    "$${env:X}",
    "\xE2\x80\xA8",
    "\x7F",
};

} // namespace

TEST_CASE("what a CI runner takes for a command, and what shows nothing, is spelled in escapes") {
  const std::string text = formatted("element: gooddata\nname: \"##vso[task.x]y\"\n"
                                     "tags: [\"a\u00ADb\", \"\U000E0000\", \"x\u2028::error::y\"]\n"
                                     "configuration:\n  note: \"a\\n::error::pwn\\nb ##[error]\\n\"\n");
  CHECK(text.find("name: \"\\x23#vso[task.x]y\"") != std::string::npos);
  CHECK(text.find("\"a\\u00ADb\"") != std::string::npos);
  CHECK(text.find("\"\\U000E0000\"") != std::string::npos);
  CHECK(text.find("\"x\\u2028::error::y\"") != std::string::npos);
  CHECK(text.find("note: \"a\\n::error::pwn\\nb \\x23#[error]\\n\"") != std::string::npos);
  CHECK(formatted(text) == text);
}

TEST_CASE("an emitted manifest is short and in a fixed order") {
  EmitInstance instance;
  instance.element = "gooddata";
  instance.name = "analytics";
  instance.tags = {"prod", "no"};
  instance.configuration = {{"password", {Kind::string, "${env:GOODDATA_PASSWORD}"}},
                            {"provider.version", {Kind::string, "4"}},
                            {"flag", {Kind::boolean, "true"}},
                            {"count", {Kind::number, "200"}},
                            {"none", {Kind::null, ""}},
                            {"object", {Kind::json, R"({"a":[1,"x"],"b":{}})"}},
                            {"key.pem", {Kind::string, "BEGIN\nEND\n"}}};
  instance.disabled = true;
  instance.logical_id = "analytics-prod";
  instance.protect = true;
  CHECK(emit(instance) == R"(element: gooddata
name: analytics
tags: [prod, "no"]
configuration:
  count: 200
  flag: true
  key.pem: |
    BEGIN
    END
  none: null
  object:
    a:
      - 1
      - x
    b: {}
  password: ${env:GOODDATA_PASSWORD}
  provider.version: "4"
disabled: true
cerec:
  id: analytics-prod
  protect: true
)");
}

TEST_CASE("property: what is emitted reads back as it was") {
  std::mt19937 random(7);
  const auto pick = [&] { return k_texts[random() % k_texts.size()]; };
  for (int round = 0; round < 300; ++round) {
    EmitInstance instance;
    instance.element = "e";
    instance.name = "n" + pick() + "n";
    if (instance.name.find('\x7F') != std::string::npos || instance.name.find("${") != std::string::npos)
      continue;
    for (size_t i = random() % 3; i > 0; --i)
      instance.tags.push_back("t" + pick() + "t");
    for (size_t i = random() % 6; i > 0; --i)
      instance.configuration["k" + pick()] = {Kind::string, pick()};
    const std::string text = emit(instance);
    CAPTURE(text);
    const Parsed parsed = parse_text(text);
    const ManifestInstance& back = parsed.only();
    CHECK(back.name == instance.name);
    CHECK(back.tags.value_or(std::vector<std::string>{}) == (instance.tags));
    REQUIRE(back.configuration.size() == instance.configuration.size());
    for (const auto& [key, value] : instance.configuration) {
      CHECK(entry(back, key) == (value.text == "$${env:X}" ? "${env:X}" : value.text));
      CHECK((back.configuration.at(key).kind == Kind::string));
    }
    CHECK(formatted(text) == text);
  }
}

TEST_CASE("format: order, quotes and blanks are canonical; comments stay with what they are about") {
  CHECK(formatted(R"(# Heading of the file
# in two lines

# about the name
name: 'x y'   # beside the name
element: {key: gooddata} # which element
configuration:

    # first entry
    username: "plain"
    private.key: |
      # part of the key
      BEGIN
    b:   {x1: 1, "y1": [a, b]}  # object
    multi: "a
       # no comment
       b" # after it

tags: [a, # of a
  b]
cerec: {protect: true}
# the end
)") == R"(# Heading of the file
# in two lines

element: {key: gooddata}  # which element
# about the name
name: x y  # beside the name

tags: [a, b]  # of a
configuration:
  # first entry
  username: plain
  private.key: |
    # part of the key
    BEGIN
  b: {x1: 1, y1: [a, b]}  # object
  multi: "a # no comment b"  # after it
cerec: {protect: true}
# the end
)");
}

TEST_CASE("format: lists and documents") {
  CHECK(formatted("# all\n- name: a\n  element: e\n# second\n-   {element: e, name: b}\n---\nname: "
                  "c\nelement: e\n") ==
        "# all\n- element: e\n  name: a\n# second\n- {element: e, name: b}\n---\nelement: e\nname: c\n");
  CHECK(formatted("stack: x\napi:\n    url: u # here\n", "cerec.yaml") ==
        "stack: x\napi:\n  url: u  # here\n");
  CHECK(formatted("") == "");
  CHECK(formatted("# alone\n") == "# alone\n");
}

TEST_CASE("format: JSON stays JSON, with its numbers and texts") {
  CHECK(formatted(
            R"({"name":"n\/\u00e9","element":{"key":"e"},"configuration":{"a":1e5,"b":{},"c":[true,null]}})",
            "m.json") ==
        "{\n  \"element\": {\n    \"key\": \"e\"\n  },\n  \"name\": \"n/\xC3\xA9\",\n  \"configuration\": {\n"
        "    \"a\": 1e5,\n    \"b\": {},\n    \"c\": [\n      true,\n      null\n    ]\n  }\n}\n");
}

TEST_CASE("format refuses what it could only damage") {
  CHECK(formatted("a: [b\n") == "FAILED m.yaml cannot be formatted before its faults are mended");
  CHECK(formatted("{\"a\": 1,}", "m.json") ==
        "FAILED m.json cannot be formatted before its faults are mended");
  CHECK(formatted("a: 1\na: 2\n") == "FAILED m.yaml cannot be formatted before its faults are mended");
  CHECK(formatted("a: &x 1\nb: *x\n") ==
        "FAILED m.yaml uses anchors, aliases or tags, which formatting would expand");
  CHECK(formatted("- &a {x1: 1}\n") ==
        "FAILED m.yaml uses anchors, aliases or tags, which formatting would expand");
}

TEST_CASE("property: formatting changes no meaning, loses no comment, and is done after once") {
  std::mt19937 random(11);
  const auto pick = [&](const std::vector<std::string>& from) { return from[random() % from.size()]; };
  const std::vector<std::string> gaps = {"", "", "\n", "# note\n", "\n# one\n# two\n", "# x\n\n"};
  const std::vector<std::string> tails = {"", "", "  # tail", " # a: [b"};
  const std::vector<std::string> values = {"x",
                                           "'a b'",
                                           "\"q\\n\"",
                                           "[a, 'b']",
                                           "{c: d, e1: [f]}",
                                           "|\n    t1\n    # t2",
                                           ">-\n    f1\n    f2",
                                           "12",
                                           "~",
                                           "[a, # in\n    b]"};
  int formats = 0;
  for (int round = 0; round < 400; ++round) {
    std::string text = pick(gaps);
    for (const std::string& key : {std::string("name: n"), std::string("element: e")})
      text += key + pick(tails) + "\n" + pick(gaps);
    text += "configuration:" + pick(tails) + "\n";
    for (int i = 0; i < 3; ++i) {
      const std::string value = pick(values);
      const bool open = value.find('\n') != std::string::npos;
      const std::string gap = pick(gaps);
      text += (gap.empty() ? "" : gap) + "  k" + std::to_string(i) + ": " + value +
              (open ? "" : pick(tails)) + "\n";
    }
    text += pick(gaps);
    CAPTURE(text);
    const std::string once = formatted(text);
    CAPTURE(once);
    if (once.rfind("FAILED", 0) == 0)
      continue;
    ++formats;
    CHECK(formatted(once) == once);
    const Parsed before = parse_text(text), after = parse_text(once);
    REQUIRE(before.file.instances.size() == after.file.instances.size());
    for (const auto& [key, value] : before.only().configuration) {
      CHECK(entry(after.only(), key) == value.text.literal_text());
      CHECK((after.only().configuration.at(key).kind == value.kind));
    }
  }
  CHECK(formats > 380);
}

TEST_CASE("the reference manifests are valid, canonical, and the schema is up to date") {
  const std::string folder = std::string(CEREC_SOURCE_DIR) + "/manifests/";
  const auto read = [&](const std::string& name) {
    std::ifstream file(folder + name);
    REQUIRE_MESSAGE(file, name);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  };
  std::vector<ManifestFile> files;
  base::Diagnostics diagnostics;
  for (const char* name :
       {"gooddata.yaml", "gooddata.json", "pardot.yaml", "rename.yaml", "protect.yaml", "ignore.yaml",
        "tokens.yaml", "disabled.yaml", "oauth.yaml", "environments/instances/gooddata.yaml"}) {
    const std::string text = read(name);
    files.push_back(parse(make_source(name, text), {}, diagnostics));
    CHECK_MESSAGE(formatted(text, name) == text, name);
  }
  check_set(files, diagnostics);
  CHECK(base::render(diagnostics, false) == "");
  CHECK(read("schema.json") == json_schema());
  CHECK(parse_text(json_schema(), "schema.json").brief().find("json-syntax") == std::string::npos);
}
