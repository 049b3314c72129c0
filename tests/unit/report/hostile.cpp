#include "report/markdown_escape.hpp"
#include "unit/report/samples.hpp"

#include "cerec/base/text.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <vector>

/// What comes from outside must not reach the terminal, the page or the parser of the reader as anything but
/// text.
namespace cerec::report {
namespace {

using nlohmann::json;

const std::string k_texts[] = {"\x1b[2J\x1b]0;owned\x07",
                               "line\nbreak\r\n- [ ] x",
                               std::string("nul\0byte", 8),
                               "\xff\xfe broken \xc3",
                               "\xe2\x80\xaereversed",
                               "`code` **bold** _it_ ~~no~~",
                               "| a | b |",
                               "<img src=x onerror=1>",
                               "</code></details><script>",
                               "@everyone see #1 and GH-2",
                               "[click](http://evil.example)",
                               "http://evil.example www.evil.example",
                               "mailto:a@b.example",
                               "![x](http://evil.example/p.png)",
                               "&lt;b&gt;",
                               "-->",
                               "$$x$$",
                               std::string(5'000, 'x')};

std::string without_ansi(std::string text) {
  for (size_t at = text.find("\x1b["); at != std::string::npos; at = text.find("\x1b[", at))
    text.erase(at, text.find('m', at) - at + 1);
  return text;
}

TEST_CASE("hostile text: no control byte reaches the output, in any format, width or colour") {
  for (const std::string& bad : k_texts) {
    const model::Plan plan = samples::hostile_plan(bad);
    Document document = samples::document(plan);
    document.plan_digest = document.plan_file = document.apply_command = bad;
    document.failure = base::Failure{base::FailureKind::error, bad, bad};
    for (const FormatRow& format : formats()) {
      const bool text_format = format.name == "text";
      for (const int width : text_format ? std::vector<int>{0, 20, 80} : std::vector<int>{80}) {
        const Style style{text_format, width, 1'000'000, true};
        std::string text = without_ansi(format.render(document, style) + error_text(document, style));
        CAPTURE(format.name);
        std::erase(text, '\n');
        CHECK(base::visible(text) == text);
      }
    }
  }
}

TEST_CASE("hostile text: JSON stays valid and says the same") {
  for (const std::string& bad : k_texts) {
    const model::Plan plan = samples::hostile_plan(bad);
    const json document = json::parse(find_format("json")->render(samples::document(plan), Style{}));
    const std::string name = document["plan"]["changes"][0]["name"];
    if (base::is_utf8(bad))
      CHECK(name == bad);
    const std::string lines = find_format("jsonl")->render(samples::document(plan), Style{});
    for (const std::string_view line : base::split(base::trim(lines), '\n')) {
      const json object = json::parse(line);
      for (const char* member : {"level", "message", "timestamp", "type"})
        CHECK(object.contains(member));
    }
  }
}

TEST_CASE("hostile text: the JSON of a run that reached nothing has every member") {
  const json document = json::parse(find_format("json")->render(Document{}, Style{}));
  for (const char* member : {"format_version", "tool", "command", "timestamp", "exit_code", "exit", "plan",
                             "outcome", "drift", "diagnostics", "failure"})
    CHECK(document.contains(member));
  CHECK(document.size() == 11);
  CHECK(document["diagnostics"].is_array());
}

TEST_CASE("markdown: nothing of outside opens a construct") {
  struct Case {
    const char* in;
    const char* out;
  };
  const Case cases[] = {
      {"plain-name 1.2 (x) a/b", "plain-name 1.2 (x) a/b"},
      {"`a` *b* _c_", "&#96;a&#96; &#42;b&#42; &#95;c&#95;"},
      {"[a](b)", "&#91;a&#93;(b)"},
      {"<b>&amp;", "&#60;b&#62;&#38;amp;"},
      {"@me #1", "&#64;me &#35;1"},
      {"a|b\nc", "a&#124;b&#92;x0ac"},
      {"http://x www.x mailto:y", "http&#58;//x www&#46;x mailto&#58;y"},
      {"a.yaml:3:1", "a.yaml:3:1"},
  };
  for (const Case& row : cases)
    CHECK(escape_markdown(row.in) == row.out);
  CHECK(escape_markdown(std::string(50, 'x'), 10) == "xxxxxxxxxx... (50 characters)");
}

TEST_CASE("markdown: tags of the page are ours alone") {
  const auto count = [](const std::string& text, std::string_view tag) {
    size_t found = 0;
    for (size_t at = text.find(tag); at != std::string::npos; at = text.find(tag, at + 1))
      ++found;
    return found;
  };
  for (const std::string& bad : k_texts) {
    const model::Plan plan = samples::hostile_plan(bad);
    const std::string text = find_format("markdown")->render(samples::document(plan), Style{});
    CHECK(count(text, "<code>") == count(text, "</code>"));
    CHECK(count(text, "<details>") == count(text, "</details>"));
    const size_t tags = 2 * (count(text, "<code>") + count(text, "<details>") + count(text, "<summary>")) + 2;
    CHECK(count(text, "<") == tags);
    CHECK(text.find('@') == std::string::npos);
    CHECK(text.find('`') == std::string::npos);
    CHECK(text.find("![") == std::string::npos);
    CHECK(text.find("](") == std::string::npos);
    CHECK(text.find("http:") == std::string::npos);
  }
}

TEST_CASE("colour adds sequences and changes nothing else; machine formats ignore colour and width") {
  const model::Plan plan = samples::full_plan();
  const model::Outcome outcome = samples::outcome();
  const model::DriftReport drift = samples::drift();
  Document document = samples::document(plan);
  document.outcome = &outcome;
  document.drift = &drift;
  for (const FormatRow& format : formats()) {
    const std::string plain = format.render(document, Style{false, 80, 65'536, true});
    const std::string coloured = format.render(document, Style{true, 80, 65'536, true});
    CHECK(without_ansi(coloured) == plain);
    if (format.name != "text")
      CHECK(format.render(document, Style{true, 20, 65'536, true}) == plain);
    else
      CHECK(coloured != plain);
  }
}

TEST_CASE("canary: no format but the caret's own line quotes the manifest") {
  const std::string canary = "CANARY-5f2e91c7";
  auto source = std::make_shared<base::SourceFile>();
  source->name = "a.yaml";
  source->text = "siteAddress: b\npassword: " + canary + "\n";
  const model::Plan plan = samples::full_plan();
  model::Outcome outcome = samples::outcome();
  outcome.changes[1].faults.error("refused-entry", {source, 1, 1, 11}, "the service refuses this entry");
  base::Diagnostics diagnostics = outcome.changes[1].faults;
  Document document = samples::document(plan);
  document.outcome = &outcome;
  document.diagnostics = &diagnostics;
  for (const FormatRow& format : formats()) {
    const std::string text = format.render(document, Style{}) + error_text(document, Style{});
    CHECK(text.find("the service refuses this entry") != std::string::npos);
    CHECK(text.find(canary) == std::string::npos);
  }
}

} // namespace
} // namespace cerec::report
