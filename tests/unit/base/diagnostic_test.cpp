#include "cerec/base/diagnostic.hpp"

#include <doctest/doctest.h>

using namespace cerec::base;

namespace {

SourcePtr source(std::string name, std::string text) {
  auto file = std::make_shared<SourceFile>();
  file->name = std::move(name);
  file->text = std::move(text);
  return file;
}

} // namespace

TEST_CASE("a diagnostic shows place, line, caret, hint and notes") {
  const SourcePtr file = source("a.yaml", "element: gooddata\nnmae: x\nname: y\n");
  Diagnostics diagnostics;
  Diagnostic& fault =
      diagnostics.error("unknown-field", Span{file, 2, 1, 4}, "unknown field 'nmae'", "did you mean 'name'?");
  fault.notes.push_back({Span{file, 1, 1, 7}, "in this instance"});
  CHECK(render(diagnostics, false) == "a.yaml:2:1: error: unknown field 'nmae'\n"
                                      "  nmae: x\n"
                                      "  ^~~~\n"
                                      "  hint: did you mean 'name'?\n"
                                      "a.yaml:1:1: note: in this instance\n"
                                      "  element: gooddata\n"
                                      "  ^~~~~~~\n");
}

TEST_CASE("columns count characters, and a tab is one") {
  const SourcePtr file = source("t.yaml", "\tn\xC3\xA9: <x>\r\n");
  Diagnostics diagnostics;
  diagnostics.warning("w", Span{file, 1, 6, 3}, "look");
  CHECK(render(diagnostics, false) == "t.yaml:1:6: warning: look\n"
                                      "   n\xC3\xA9: <x>\n"
                                      "       ^~~\n");
}

TEST_CASE("a long line is cut around the caret") {
  const SourcePtr file = source("l.json", std::string(500, 'a') + "!" + std::string(500, 'b'));
  Diagnostics diagnostics;
  diagnostics.error("e", Span{file, 1, 501, 1}, "here");
  const std::string text = render(diagnostics, false);
  const size_t line = text.find("  ...");
  REQUIRE(line != std::string::npos);
  const size_t caret = text.find('^') - (text.find('\n', line) + 1);
  CHECK(text[line + caret] == '!');
  CHECK(text.size() < 400);
}

TEST_CASE("control characters of names and lines never reach the terminal") {
  const SourcePtr file = source("\x1b[2J.yaml", "name: \x1b[31m\n");
  Diagnostics diagnostics;
  diagnostics.error("e", Span{file, 1, 7, 1}, "bad \x07");
  CHECK(render(diagnostics, false).find('\x1b') == std::string::npos);
  CHECK(render(diagnostics, false).find('\x07') == std::string::npos);
}

TEST_CASE("a hidden value ends the excerpt, and earlier members of the line are left out too") {
  struct Case {
    const char* line;
    uint32_t column;
    const char* excerpt;
  };
  for (const Case& c :
       {Case{"  password: hunter2  # as agreed", 13,
             "  "
             "  password: ***\n"
             "  "
             "            ^~~\n"},
        Case{R"({"password":"hunter1", "key": "hunter2"})", 31, "  ... \"key\": ***\n             ^~~\n"}}) {
    Diagnostics diagnostics;
    diagnostics.error("literal-secret", Span{source("s", c.line), 1, c.column, 7}, "a literal").hide_value =
        true;
    CHECK(render(diagnostics, false) ==
          std::string("s:1:") + std::to_string(c.column) + ": error: a literal\n" + c.excerpt);
  }
}

TEST_CASE("colour adds sequences and changes no text") {
  Diagnostics diagnostics;
  diagnostics.error("e", {}, "no place", "do this");
  CHECK(render(diagnostics, false) == "cerec: error: no place\n  hint: do this\n");
  CHECK(render(diagnostics, true) ==
        "cerec: \x1b[1;31merror:\x1b[0m no place\n  \x1b[36mhint:\x1b[0m do this\n");
}

TEST_CASE("diagnostics sort by place and count by severity") {
  const SourcePtr a = source("a", "x"), b = source("b", "x");
  Diagnostics diagnostics;
  diagnostics.error("3", Span{b, 1, 1, 1}, "3");
  diagnostics.warning("2", Span{a, 2, 1, 1}, "2");
  diagnostics.error("1", Span{a, 1, 9, 1}, "1");
  diagnostics.sort();
  CHECK(diagnostics.items()[0].code == "1");
  CHECK(diagnostics.items()[1].code == "2");
  CHECK(diagnostics.items()[2].code == "3");
  CHECK(diagnostics.errors() == 2);
  CHECK(diagnostics.warnings() == 1);
}
