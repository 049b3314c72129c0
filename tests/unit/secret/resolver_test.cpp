#include "secret/sources.hpp"
#include "unit/secret/fakes.hpp"

#include <doctest/doctest.h>

using namespace cerec;
using Words = std::vector<std::string>;

namespace {

manifest::Template text(std::string_view written) {
  base::Diagnostics diagnostics;
  manifest::Template made = manifest::parse_template(written, {}, diagnostics);
  REQUIRE(diagnostics.empty());
  return made;
}

base::Span place(uint32_t line) {
  static const base::SourcePtr file = [] {
    base::SourceFile made;
    made.name = "m.yaml";
    return std::make_shared<const base::SourceFile>(made);
  }();
  return {file, line, 3, 1};
}

manifest::Template text_at(std::string_view written, uint32_t line) {
  manifest::Template made = text(written);
  for (auto& part : made.parts)
    if (part.reference)
      part.reference->span = place(line);
  return made;
}

} // namespace

TEST_CASE("references are replaced wherever they stand, and each is read once") {
  FakeWorld world;
  world.variables = {{"USER", "ann"}, {"PASSWORD", "p$w\"\n"}};
  world.files["conf/token"] = {"abc\n"};
  world.prints({"pass", "show", "gooddata prod"}, "from pass\r\n");
  secret::Resolver resolver(world.ports(), "conf");
  base::Diagnostics diagnostics;
  struct Case {
    const char* written;
    const char* value;
  };
  for (const Case& c :
       {Case{"${env:USER}", "ann"}, Case{"x-${env:USER}-${env:PASSWORD}-y", "x-ann-p$w\"\n-y"},
        Case{"${file:token}", "abc"}, Case{"${cmd:pass show 'gooddata prod'}", "from pass"},
        Case{"$${env:USER} costs $5", "${env:USER} costs $5"}, Case{"", ""}})
    CHECK(resolver.resolve(text(c.written), {}, diagnostics).same_as(base::Secret(c.value)));
  CHECK(diagnostics.empty());
  CHECK(world.asked == Words{"env USER", "env PASSWORD", "file conf/token", "cmd pass"});
  CHECK(world.limit == std::chrono::seconds(30));
}

TEST_CASE("every place that uses a failed reference is told, and nothing that was read is quoted") {
  FakeWorld world;
  world.variables = {{"EMPTY", ""}, {"BYTES", "canary\xFF"}};
  world.files["folder"] = {"", 0700, io::FileStatus::Kind::directory};
  world.files["huge"] = {std::string((1 << 20) + 1, 'c')};
  world.prints({"fails"}, "canary", 3, "canary");
  secret::Resolver resolver(world.ports(), "");
  base::Diagnostics diagnostics;
  uint32_t line = 0;
  for (const char* written :
       {"${env:UNSET}", "a${env:UNSET}b", "${env:EMPTY}", "${env:BYTES}", "${file:none}", "${file:folder}",
        "${file:huge}", "${cmd:fails}", "${cmd:absent x}", "${cmd:a 'b}"})
    (void)resolver.resolve(text_at(written, ++line), {}, diagnostics);
  std::string all;
  for (const base::Diagnostic& d : diagnostics.items())
    all += d.code + " " + d.span.text() + " " + d.message + "\n";
  CHECK(all ==
        "unresolved-reference m.yaml:1:3 the environment variable UNSET is not set\n"
        "unresolved-reference m.yaml:2:3 the environment variable UNSET is not set\n"
        "unresolved-reference m.yaml:3:3 the reference ${env:EMPTY} is empty\n"
        "unresolved-reference m.yaml:4:3 the value of ${env:BYTES} is no UTF-8 text\n"
        "unresolved-reference m.yaml:5:3 the file none does not exist\n"
        "unresolved-reference m.yaml:6:3 folder is a folder\n"
        "unresolved-reference m.yaml:7:3 huge: too large\n"
        "unresolved-reference m.yaml:8:3 fails gave no value: it ended with exit code 3\n"
        "unresolved-reference m.yaml:9:3 absent gave no value: no such program\n"
        "unresolved-reference m.yaml:10:3 a quote is not closed in the command of ${cmd:...}, or there is "
        "no command\n");
  CHECK(diagnostics.errors() == 10);
  CHECK(base::render(diagnostics, false).find("canary") == std::string::npos);
}

TEST_CASE(
    "a secret file that others can read is a warning at its place, since mounted secrets are like that") {
  struct Case {
    uint32_t mode;
    const char* warning;
  };
  for (const Case& c :
       {Case{0600, ""}, Case{0440, ""}, Case{0640, ""},
        Case{0644, "every user of this machine can read the secret file /run/s (mode 0644)"},
        Case{0666, "every user of this machine can change the secret file /run/s (mode 0666)"}}) {
    FakeWorld world;
    world.files["/run/s"] = {"value", c.mode};
    secret::Resolver resolver(world.ports(), "base");
    base::Diagnostics diagnostics;
    CHECK(resolver.resolve(text_at("${file:/run/s}", 4), {}, diagnostics).same_as(base::Secret("value")));
    CHECK(diagnostics.errors() == 0);
    CHECK((diagnostics.empty() ? "" : diagnostics.items().front().message) == c.warning);
  }
}

TEST_CASE("what is put into JSON is escaped, and the text stays the same JSON otherwise") {
  FakeWorld world;
  world.variables = {{"A", "q\"b\\n\n\x01\xC3\xA9"}};
  world.prints({"pass", "a b"}, "x");
  secret::Resolver resolver(world.ports(), "");
  base::Diagnostics diagnostics;
  CHECK(resolver.resolve_json(text(R"({"a":"${env:A}","b":1})"), {}, diagnostics)
            .same_as(base::Secret("{\"a\":\"q\\\"b\\\\n\\n\\u0001\xC3\xA9\",\"b\":1}")));
  CHECK(resolver.resolve_json(text(R"({"a":"${cmd:pass \"a b\"}"})"), {}, diagnostics)
            .same_as(base::Secret(R"({"a":"x"})")));
  CHECK(diagnostics.empty());
}

TEST_CASE("one line end is cut, not more") {
  struct Case {
    const char* text;
    const char* cut;
  };
  for (const Case& c : {Case{"a", "a"}, Case{"a\n", "a"}, Case{"a\r\n", "a"}, Case{"a\n\n", "a\n"},
                        Case{"\n", ""}, Case{"", ""}, Case{"a\r", "a\r"}, Case{" a \n", " a "}})
    CHECK(secret::without_line_end(base::Secret(c.text)).same_as(base::Secret(c.cut)));
}

TEST_CASE("a command is split into words without a shell") {
  CHECK(secret::split_command("pass show x") == Words{"pass", "show", "x"});
  CHECK(secret::split_command("  a\t'b c'  \"d 'e\" ") == Words{"a", "b c", "d 'e"});
  CHECK(secret::split_command(R"(a\ b "c\"d" 'e\f' g"h"'i')") == Words{"a b", "c\"d", "e\\f", "ghi"});
  CHECK(secret::split_command("a '' \"\"") == Words{"a", "", ""});
  CHECK(secret::split_command("echo $HOME * | cat; ls") == Words{"echo", "$HOME", "*", "|", "cat;", "ls"});
  for (const char* broken : {"", "  ", "a 'b", "a \"b"})
    CHECK(secret::split_command(broken) == std::nullopt);
}

TEST_CASE("the table of sources holds exactly what templates accept") {
  Words names;
  for (const secret::SourceRow& row : secret::sources()) {
    names.emplace_back(row.name);
    base::Diagnostics diagnostics;
    CHECK(manifest::parse_template("${" + names.back() + ":x}", {}, diagnostics).has_reference());
    CHECK(row.help.substr(0, 3 + row.name.size()) == "${" + names.back() + ":");
  }
  CHECK(names == Words{"env", "file", "cmd"});
}
