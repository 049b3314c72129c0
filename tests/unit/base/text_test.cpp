#include "cerec/base/text.hpp"

#include <doctest/doctest.h>

using namespace cerec::base;

TEST_CASE("visible neutralises what a terminal would act on and keeps the rest") {
  const struct {
    std::string_view raw, shown;
  } cases[] = {
      {"plain", "plain"},
      {"caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80", "caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x98\x80"},
      {"\x1b[31mred", "\\x1b[31mred"},
      {"a\tb", "a b"},
      {"a\nb\r", "a\\x0ab\\x0d"},
      {"\x7f", "\\x7f"},
      {"\xC2\x9B", "\\x9b"}, // C1 control sequence introducer
      {"a\xE2\x80\xAE"
       "b",
       "a\\u{202e}b"},                              // right-to-left override
      {"a\xC2\xAD", "a\\xad"},                      // soft hyphen
      {"\xD8\x9C", "\\u{61c}"},                     // Arabic letter mark
      {"\xE3\x85\xA4", "\\u{3164}"},                // Hangul filler
      {"\xEF\xB8\x8F", "\\u{fe0f}"},                // variation selector
      {"\xF3\xA0\x80\x81", "\\u{e0001}"},           // language tag
      {"\xF3\xA0\x81\x81", "\\u{e0041}"},           // tag letter A
      {"\xC0\x80", "\\xc0\\x80"},                   // overlong zero
      {"\xED\xA0\x80", "\\xed\\xa0\\x80"},          // surrogate
      {"\xF5\x80\x80\x80", "\\xf5\\x80\\x80\\x80"}, // beyond Unicode
      {"\xE2\x82", "\\xe2\\x82"},                   // cut short
  };
  for (const auto& c : cases)
    CHECK(visible(c.raw) == c.shown);
}

TEST_CASE("output holds no command for a CI runner") {
  const auto defused = [](std::string_view text) { return defuse_commands(text, "<hash>", "<colon>"); };
  const struct {
    std::string_view raw, shown;
  } cases[] = {
      {"a ##vso[task.setvariable]x", "a <hash>#vso[task.setvariable]x"},
      {"##[error]", "<hash>#[error]"},
      {"###[x ##teamcity[y", "#<hash>#[x <hash>#teamcity[y"},
      {"::error::x\n  ::add-mask::y\r\t::z", "<colon>:error::x\n  <colon>:add-mask::y\r\t<colon>:z"},
      {"a::b\n- ::c", "a::b\n- ::c"},
      {"## Heading [a](b)\n# x: #[y]", "## Heading [a](b)\n# x: #[y]"},
      {"##", "##"},
  };
  for (const auto& c : cases)
    CHECK(defused(c.raw) == c.shown);
}

TEST_CASE("characters are counted, taken and dropped as code points") {
  const std::string text = "a\xC3\xA9\xE2\x82\xACz";
  CHECK(count_characters(text) == 4);
  CHECK(take_characters(text, 2) == "a\xC3\xA9");
  CHECK(drop_characters(text, 2) == "\xE2\x82\xACz");
  CHECK(take_characters(text, 99) == text);
  CHECK(drop_characters(text, 99).empty());
  CHECK(count_characters("\xFF\xFF") == 2);
  CHECK(is_utf8(text));
  CHECK_FALSE(is_utf8("a\xFF"));
}

TEST_CASE("did_you_mean finds slips and nothing far") {
  const std::vector<std::string_view> words{"configuration", "element", "name", "tags", "providerData"};
  CHECK(did_you_mean("configuraton", words) == "configuration");
  CHECK(did_you_mean("Name", words) == "name");
  CHECK(did_you_mean("nmae", words) == "name"); // a swap is one slip
  CHECK(did_you_mean("nam", words) == "name");
  CHECK(did_you_mean("tag", words) == "tags");
  CHECK(did_you_mean("providerdata", words) == "providerData");
  CHECK(did_you_mean("zebra", words) == std::nullopt);
}

TEST_CASE("strip_html removes tags and keeps the text between them") {
  const struct {
    std::string_view sent, stored;
  } cases[] = {{"a<b>bold</b>c", "aboldc"},
               {"<script>x</script>", "x"},
               {"me@example.com", "me@example.com"},
               {"1 < 2 > 0", "1 < 2 > 0"},
               {"<unclosed", "<unclosed"},
               {"a<!-- c -->b", "ab"},
               {"", ""}};
  for (const auto& c : cases)
    CHECK(strip_html(c.sent) == c.stored);
}

TEST_CASE("glob_match matches the whole text") {
  const struct {
    std::string_view pattern, text;
    bool matches;
  } cases[] = {{"*", "", true},        {"*", "abc", true},         {"a*c", "abbc", true},
               {"a*c", "abcd", false}, {"a?c", "abc", true},       {"a?c", "ac", false},
               {"", "", true},         {"", "a", false},           {"*prod*", "my-prod-1", true},
               {"a**b", "axb", true},  {"a*b*c", "a-b-b-c", true}, {"?", "*", true}};
  for (const auto& c : cases)
    CHECK_MESSAGE(glob_match(c.pattern, c.text) == c.matches, c.pattern, " ~ ", c.text);
}

TEST_CASE("split and trim") {
  CHECK(split("a:b::c", ':') == std::vector<std::string_view>{"a", "b", "", "c"});
  CHECK(split("", ':') == std::vector<std::string_view>{""});
  CHECK(trim(" \t x y \r\n") == "x y");
  CHECK(trim(" \n ").empty());
  CHECK(lower("AbC-\xC3\x89") == "abc-\xC3\x89");
}
