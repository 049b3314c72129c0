#include "unit/manifest/helpers.hpp"

using namespace cerec;
using namespace cerec::manifest;

namespace {

/// "literal|<env:X>|literal" and the faults.
std::string taken_apart(std::string_view text) {
  base::Diagnostics diagnostics;
  const Template parsed = parse_template(text, {}, diagnostics);
  std::string out;
  for (const Template::Part& part : parsed.parts)
    out += (out.empty() ? "" : "|") + (part.reference ? "<" + part.reference->text() + ">" : part.literal);
  for (const base::Diagnostic& fault : diagnostics.items())
    out += " !" + fault.message;
  return out;
}

} // namespace

TEST_CASE("templates are taken apart") {
  struct Case {
    const char* text;
    const char* parts;
  };
  const Case cases[] = {
      {"", ""},
      {"plain $ text $x {y}", "plain $ text $x {y}"},
      {"${env:A}", "<env:A>"},
      {"a${env:A}b${file:p/q.txt}", "a|<env:A>|b|<file:p/q.txt>"},
      {"${cmd:pass show a:b}", "<cmd:pass show a:b>"},
      {"$${env:A}", "${env:A}"},
      {"a$${b}${env:C}", "a${b}|<env:C>"},
      {"$$${env:A}", "$${env:A}"},
      {"where=x>'${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}'", "where=x>'${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}'"},
      {"${date} ${milliseconds} ${epoch:s} ${DateTimeZone:PST:yyyy}",
       "${date} ${milliseconds} ${epoch:s} ${DateTimeZone:PST:yyyy}"},
      {"${env:A", " !the reference '${env:' is not closed"},
      {"${env:}", "<env:> !the reference '${env:}' names nothing"},
      {"${env}", "${env} !the reference '${env' lacks its ':'"},
      {"${evn:A}", "${evn:A} !unknown reference source 'evn'"},
      {"${hunter2:A}", "${hunter2:A} !unknown reference source"},
      {"${HUNTER}", "${HUNTER} !a reference needs its source"},
      {"${", "${ !'${' starts a reference, and this is none"},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.text));
    CHECK(taken_apart(c.text) == std::string(c.parts));
  }
}

TEST_CASE("references within objects stay references") {
  const Parsed parsed =
      parse_text("element: e\nname: n\nconfiguration:\n  o: {u: \"${env:U}\", d: \"${date:yyyy}\"}\n");
  CHECK(parsed.brief() == "");
  const Template& text = parsed.only().configuration.at("o").text;
  REQUIRE(text.parts.size() == 3);
  CHECK(text.parts[0].literal == R"({"d":"${date:yyyy}","u":")");
  CHECK(text.parts[1].reference->text() == "env:U");
  CHECK(text.parts[2].literal == "\"}");
}

TEST_CASE("an unknown source is shown with what was meant") {
  CHECK(parse_text("element: e\nname: n\nconfiguration:\n  password: ${evn:P}\n").shown() ==
        "m.yaml:4:13: error: unknown reference source 'evn'\n"
        "    password: ${evn:P}\n"
        "              ^~~~~~~~\n"
        "  hint: did you mean 'env'? a literal '${' is written '$${'\n");
}
