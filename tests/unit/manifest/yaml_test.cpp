#include "unit/manifest/helpers.hpp"

using namespace cerec;
using namespace cerec::manifest;

TEST_CASE("a manifest with every member") {
  const Parsed parsed = parse_text(R"(element: {key: gooddata}
name: analytics
tags: [prod, 2024]
configuration:
  username: me
  event.notification.enabled: true
  event.poller.configuration: {b: [1, x], a: null}
  gone:
providerData: {code: "${env:CODE}"}
externalAuthentication: initial
retrieveObjectsAfterInstantiation: true
oauthProxy: {isOauthProxy: true, oauthProxyName: p}
disabled: true
cerec:
  id: analytics-prod
  previousNames: [old]
  protect: true
  ignore: [configuration.username]
  onRemove: release
  tokens: [{type: file, path: t.json}, dotenv]
)");
  CHECK(parsed.brief() == "");
  const ManifestInstance& instance = parsed.only();
  CHECK(instance.element.key == "gooddata");
  CHECK(instance.name == "analytics");
  CHECK(*instance.tags == std::vector<std::string>{"prod", "2024"});
  CHECK(entry(instance, "event.poller.configuration") == R"({"a":null,"b":[1,"x"]})");
  CHECK(instance.configuration.at("gone").kind == model::Value::Kind::null);
  REQUIRE(instance.provider_data);
  CHECK(instance.provider_data->text.has_reference());
  CHECK(instance.external_authentication == "initial");
  CHECK(instance.other.size() == 2);
  CHECK(instance.disabled == true);
  CHECK(instance.logical_id == "analytics-prod");
  CHECK_FALSE(instance.id_is_derived);
  CHECK(instance.previous_names == std::vector<std::string>{"old"});
  CHECK(instance.protect);
  CHECK(instance.release);
  CHECK(instance.ignore == std::vector<std::string>{"configuration.username"});
  REQUIRE(instance.sinks.size() == 2);
  CHECK(instance.sinks[0].type == "file");
  CHECK(instance.sinks[0].settings.at("path") == std::vector<std::string>{"t.json"});
  CHECK(instance.sinks[1].type == "dotenv");
}

TEST_CASE("scalars keep their text") {
  struct Case {
    const char* spelt;
    model::Value::Kind kind;
    const char* text;
  };
  using Kind = model::Value::Kind;
  const Case cases[] = {
      {"3", Kind::number, "3"},
      {"NO", Kind::string, "NO"},
      {"0123", Kind::string, "0123"},
      {"1e5", Kind::number, "1e5"},
      {"-0.50", Kind::number, "-0.50"},
      {"1_000", Kind::string, "1_000"},
      {"0x1F", Kind::string, "0x1F"},
      {"true", Kind::boolean, "true"},
      {"True", Kind::string, "True"},
      {"yes", Kind::string, "yes"},
      {"'true'", Kind::string, "true"},
      {"\"3\"", Kind::string, "3"},
      {"null", Kind::null, ""},
      {"~", Kind::null, ""},
      {"", Kind::null, ""},
      {"''", Kind::string, ""},
      {"2024-01-02", Kind::string, "2024-01-02"},
      {"!!str 3", Kind::string, "3"},
      {".5", Kind::string, ".5"},
      {"+1", Kind::string, "+1"},
      {"a b", Kind::string, "a b"},
      {"'it''s'", Kind::string, "it's"},
      {"\"\\u00e9\\n\"", Kind::string, "\xC3\xA9\n"},
      {"|\n    a\n    b", Kind::string, "a\nb\n"},
      {">-\n    a\n    b", Kind::string, "a b"},
      {"99999999999999999999", Kind::number, "99999999999999999999"},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.spelt));
    const Parsed parsed =
        parse_text(std::string("element: e\nname: n\nconfiguration:\n  k: ") + c.spelt + "\n");
    CHECK(parsed.brief() == "");
    CHECK((parsed.only().configuration.at("k").kind == c.kind));
    CHECK(entry(parsed.only(), "k") == c.text);
  }
}

TEST_CASE("names and tags may be unquoted numbers") {
  const Parsed parsed = parse_text("element: e\nname: 2024\ntags: [1, no]\n");
  CHECK(parsed.brief() == "");
  CHECK(parsed.only().name == "2024");
  CHECK(*parsed.only().tags == std::vector<std::string>{"1", "no"});
}

TEST_CASE("several documents and lists in a file") {
  const Parsed parsed =
      parse_text("element: e\nname: a\n---\n- {element: e, name: b}\n- - element: e\n    name: c\n---\n");
  CHECK(parsed.brief() == "");
  REQUIRE(parsed.file.instances.size() == 3);
  CHECK(parsed.file.instances[2].name == "c");
  CHECK(parsed.file.instances[1].span.line == 4);
}

TEST_CASE("columns count characters: UTF-8, tabs, CRLF, byte order mark") {
  struct Case {
    const char* text;
    const char* faults;
  };
  const Case cases[] = {
      {"element: e\nname: n\n\xC3\xA9t\xC3\xA9: 1\n", "3:1 unknown-field"},
      {"{\"\xC3\xA9\": 1, zz: 2, element: e, name: n}", "1:2 unknown-field, 1:10 unknown-field"},
      {"element: e\r\nname: n\r\nzzzzzz: 1\r\n", "3:1 unknown-field"},
      {"\xEF\xBB\xBFzzzzzz: 1\nelement: e\nname: n\n", "1:1 unknown-field"},
      {"element:\te\nname:\t<INSERT_NAME>\n", "2:7 placeholder"},
      {"element: e\nname: \xF0\x9F\x98\x80 <INSERT_NAME>\n", "2:9 placeholder"},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.text));
    CHECK(parse_text(c.text).brief() == std::string(c.faults));
  }
}

TEST_CASE("anchors, aliases and merge keys are expanded") {
  const Parsed parsed = parse_text(R"(- &base
  element: e
  name: a
  configuration: &c {x: "1", y: "2"}
- <<: *base
  name: b
- element: e
  name: c
  configuration:
    <<: *c
    y: "3"
)");
  CHECK(parsed.brief() == "");
  REQUIRE(parsed.file.instances.size() == 3);
  CHECK(parsed.file.instances[1].name == "b");
  CHECK(entry(parsed.file.instances[1], "x") == "1");
  CHECK(entry(parsed.file.instances[2], "y") == "3");
}

TEST_CASE("aliases are bounded") {
  std::string bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n";
  for (char c = 'b'; c < 'k'; ++c) {
    const std::string before = std::string("*") + static_cast<char>(c - 1);
    bomb += std::string(1, c) + ": &" + c + " [" + before;
    for (int i = 0; i < 9; ++i)
      bomb += ", " + before;
    bomb += "]\n";
  }
  const Parsed parsed = parse_text(bomb);
  CHECK(parsed.brief() == "5:36 alias-limit");
  CHECK(parse_text("a: &a [*a]\n").brief() == "1:8 alias-loop");
}

TEST_CASE("depth, size and number of values are bounded") {
  Limits limits;
  limits.max_depth = 5;
  CHECK(parse_text("[[[[[]]]]]", "m.yaml", limits).brief() == "");
  CHECK(parse_text("[[[[[[x]]]]]]", "m.yaml", limits).brief() == "1:6 too-deep");
  CHECK(parse_text("[[[[[[\"x\"]]]]]]", "m.json", limits).brief() == "1:6 json-syntax");
  CHECK(parse_text(std::string(100000, '['), "m.yaml").brief().find("too-deep") != std::string::npos);
  CHECK(parse_text(std::string(100000, '['), "m.json").brief() == "1:65 json-syntax");
  limits.max_nodes = 4;
  CHECK(parse_text("[a, b, c, d]", "m.yaml", limits).brief() == "1:11 too-large");
  limits.max_bytes = 3;
  CHECK(parse_text("name: x", "m.yaml", limits).brief() == "1:1 too-large");
}

TEST_CASE("bytes that are no text") {
  CHECK(parse_text("name: \xC3(\n").brief() == "1:7 encoding");
  CHECK(parse_text(std::string("na\0me: x\n", 9)).brief() == "1:3 control-character");
  CHECK(parse_text("a: 1\nname: \x1b[31m\n").brief() == "2:7 control-character");
  CHECK(parse_text("\xFF\xFEn").shown() == "m.yaml:1:1: error: this file is UTF-16\n"
                                           "  \\xff\\xfen\n"
                                           "  ^\n"
                                           "  hint: save it as UTF-8\n");
  CHECK(parse_text("element: e\nname: \"a\\x07\"\n").brief() == "2:7 control-character");
}

TEST_CASE("an empty file is a warning") {
  CHECK(parse_text("# nothing here\n").brief() == "1:1 empty-file");
  CHECK(parse_text("").brief() == "1:1 empty-file");
  CHECK_FALSE(parse_text("").diagnostics.has_errors());
}

TEST_CASE("broken YAML has one fault with words that help") {
  CHECK(parse_text("element: e\nname: a: b\n").shown() ==
        "m.yaml:2:8: error: a ':' stands where no key can be\n"
        "  name: a: b\n"
        "         ^\n"
        "  hint: quote a text that holds ': ', and check the indentation of this line\n");
  for (const char* text :
       {"a: [b\n", "{a: b}}\n", "a: b\n]\n", "a: {b\n", "a: \"b\n", "a: 'b\nc: d", "a: *b\n", "a: b\n c: d\n",
        "a: @x\n", "a:\n\tb: c\n", "? {a: b}\n: c\n", "a: !<x\n", "%YAML 9.9.9\n---\na: b\n"}) {
    CAPTURE(std::string(text));
    const Parsed parsed = parse_text(text);
    CHECK(parsed.diagnostics.errors() == 1);
    CHECK(parsed.file.instances.empty());
  }
}

TEST_CASE("a fault hides no other of its file: reading goes on at the next document, item or member") {
  const std::string good = "element: e\nname: n\nzz: 1\n"; // with a fault of its own
  const struct {
    std::string text, faults;
  } cases[] = {
      {"element: e\nname: a: b\n---\n" + good, "2:8 yaml-syntax, 6:1 unknown-field"},
      {"- {a: b\n---\n" + good + "---\nelement: [\n---\n" + good,
       "2:1 yaml-syntax, 5:1 unknown-field, 8:1 yaml-syntax, 11:1 unknown-field"},
      {"a: \"b\n---\n" + good, "2:1 yaml-syntax, 5:1 unknown-field"}, // no quoted text holds a `---`
      {"- element: e\n  name: a: b\n- element: e\n  name: n\n  zz: 1\n",
       "2:10 yaml-syntax, 5:3 unknown-field"},
      {"element: e\nname: a: b\nzz: 1\ntags: @x\nconfiguration:\n\tb: c\n",
       "2:8 yaml-syntax, 3:1 unknown-field, 4:7 yaml-syntax, 6:3 yaml-syntax"},
      {"--- # first\na: *b\n--- # second\n" + good, "2:4 yaml-syntax, 6:1 unknown-field"},
      // An open quote or bracket swallows what follows it, not the items before it.
      {"- element: e\n  name: n\n  zz: 1\n- element: e\n  name: \"b\n", "3:3 unknown-field, 5:9 yaml-syntax"},
      {"- element: e\n  name: n\n  zz: 1\n- a: {b: c\n- d: e\n---\n" + good,
       "3:3 unknown-field, 5:4 yaml-syntax, 9:1 unknown-field"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.text);
    CHECK(parse_text(c.text).brief() == c.faults);
  }
}

TEST_CASE("what is left of a mapping beside a syntax fault is judged, and nothing is said to be missing") {
  const struct {
    std::string text, faults;
  } cases[] = {
      {"nmae: a: b\nelement: e\nzz: 1\n", "1:8 yaml-syntax, 3:1 unknown-field"},
      {"name: [a]\nelement: e\nconfiguration: a: b\n", "1:7 wrong-type, 3:17 yaml-syntax"},
      {"element: e\ntags: @x\nname: <INSERT_NAME>\n", "2:7 yaml-syntax, 3:7 placeholder"},
      // Inside: the neighbours of the faulty entry, and what comes after.
      {"element: e\nconfiguration:\n  a: <ADD_A>\n  b: x: y\n  c: [z]\nzz: 1\n",
       "3:6 placeholder, 4:7 yaml-syntax, 5:6 wrong-type, 6:1 unknown-field"},
      {"element: e\nname: n\ntags:\n- @x\n- <ADD_YOUR_TAG>\n- y\n", "4:3 yaml-syntax, 5:3 placeholder"},
      {"- element: e: f\n  name: n\n  zz: 1\n- name: @x\n  element: e\n  zz: 1\n",
       "1:13 yaml-syntax, 3:3 unknown-field, 4:9 yaml-syntax, 6:3 unknown-field"},
      {"element: e\nname: n\ncerec:\n  protect: 5\n  tokens:\n  - type: a: b\n    path: p\n  zz: 1\n",
       "4:12 wrong-type, 6:12 yaml-syntax, 8:3 unknown-field"},
      // The rest of a value goes with it, and nothing is said of what it was meant to be.
      {"element: e\nname: this\n  is: wrong\nzz: 1\n", "3:5 yaml-syntax, 4:1 unknown-field"},
      {"element: e\nname:\n  a: b: c\ndisabled:\n  @x\nzz: 1\n",
       "3:7 yaml-syntax, 5:3 yaml-syntax, 6:1 unknown-field"},
      {"yy: 1\ntags: [a,\n  b: c: d]\nname: n\nzz: 1\n", "1:1 unknown-field, 3:7 yaml-syntax"},
      // A line in no column: the lines before it stand.
      {"element: e\nconfiguration:\n    a: <ADD_A>\n  b: c\n  d: e\nzz: 1\n",
       "3:8 placeholder, 4:3 yaml-syntax, 6:1 unknown-field"},
      // An open quote or bracket swallows what follows it, not the members before it.
      {"zz: 1\nelement: e\nconfiguration:\n  a: <ADD_A>\n  b: \"x\ntags: [<ADD_YOUR_TAG>]\n",
       "1:1 unknown-field, 4:6 placeholder, 5:6 yaml-syntax"},
      {"zz: 1\ntags: [a, b\nname: n\n---\nelement: e\nname: n\nyy: 1\n",
       "1:1 unknown-field, 3:5 yaml-syntax, 7:1 unknown-field"},
      // An anchor that was left out is not told as missing.
      {"- element: &e e: f\n  name: a\n- element: *e\n  name: b\n  zz: 1\n",
       "1:16 yaml-syntax, 5:3 unknown-field"},
      {"- element: e\n  name: a\n  configuration: &c\n    k: a: b\n- element: e\n  name: b\n"
       "  configuration: *c\n  zz: 1\n",
       "4:9 yaml-syntax, 8:3 unknown-field"},
  };
  for (const auto& c : cases) {
    CAPTURE(c.text);
    CHECK(parse_text(c.text).brief() == c.faults);
  }
}
