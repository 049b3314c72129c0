#include "manifest/hygiene.hpp"
#include "unit/manifest/helpers.hpp"

using namespace cerec;
using namespace cerec::manifest;

TEST_CASE("placeholders are found, within longer values too") {
  struct Case {
    const char* text;
    const char* placeholder;
  };
  const Case cases[] = {
      {"<INSERT_PARDOT_USERNAME>", "<INSERT_PARDOT_USERNAME>"},
      {"<INSERT_VERSION_3_OR_4>(default is 3)", "<INSERT_VERSION_3_OR_4>"},
      {"<Add_Your_Tag>", "<Add_Your_Tag>"},
      {"<INSTANCE_NAME>", "<INSTANCE_NAME>"},
      {"<<client_id>>", "<<client_id>>"},
      {"<INSERT", "<INSERT"},
      {"<<name", "<<name"},
      {"https://<domain>.example.com", "<domain>"},
      {"<My app's Client Id>", "<My app's Client Id>"},
      {"<true or false>", "<true or false>"},
      {"xxxxxxxxxx", "xxxxxxxxxx"},
      {"xxx", "xxx"},
      {"47dxxxxxxxxxxxx", "xxxxxxxxxxxx"},
      {"Code on Return the URL", "Code on Return the URL"},
      {"<Code_On_The_Return_URL>", "Code_On_The_Return_URL"},
      {"xx", ""},
      {"Marxxxist", ""},
      {"a < b and c > d", ""},
      {"where=x >'2020'", ""},
      {"5 <6", ""},
      {"<p>text</p>", ""},
      {"<br/>", ""},
      {"", ""},
      {"<", ""},
      {"<>", ""},
      {"<<<<", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.text));
    CHECK(find_placeholder(c.text) == std::string(c.placeholder));
  }
}

TEST_CASE("what a pasted body leaves to be done, all at once") {
  CHECK(
      parse_text("{\n"
                 "  \"element\": {\"key\": \"pardot\"},\n"
                 "  \"configuration\": {\n"
                 "    \"apikey.user.name\": \"<INSERT_PARDOT_USERNAME>\",\n"
                 "    \"provider.version\": \"<INSERT_VERSION_3_OR_4>(default is 3)\",\n"
                 "    \"event.notification.callback.url\": \"https;//example.com\",\n"
                 "    \"apikey.user.password\": \"********\"\n"
                 "  },\n"
                 "  \"tags\": [\"<ADD_YOUR_TAG>\"],\n"
                 "  \"name\": \"\u201CMine\u201D\"\n"
                 "}\n",
                 "instance.json")
          .shown() ==
      "instance.json:4:26: error: 'apikey.user.name' still holds a placeholder\n"
      "      \"apikey.user.name\": \"<INSERT_PARDOT_USERNAME>\",\n"
      "                           ^~~~~~~~~~~~~~~~~~~~~~~~\n"
      "  hint: fill in the value, or a reference such as ${env:NAME}\n"
      "instance.json:5:26: error: 'provider.version' still holds a placeholder\n"
      "      \"provider.version\": \"<INSERT_VERSION_3_OR_4>(default is 3)\",\n"
      "                           ^~~~~~~~~~~~~~~~~~~~~~~\n"
      "  hint: fill in the value, or a reference such as ${env:NAME}\n"
      "instance.json:6:41: warning: 'https;//' in 'event.notification.callback.url'\n"
      "      \"event.notification.callback.url\": \"https;//example.com\",\n"
      "                                          ^~~~~~~~\n"
      "  hint: did you mean 'https://'?\n"
      "instance.json:7:29: error: 'apikey.user.password' is the mask with which the service hides a secret\n"
      "      \"apikey.user.password\": \"********\"\n"
      "                              ^~~~~~~~~~\n"
      "  hint: write a reference such as ${env:NAME}, or leave the entry out to keep the stored value\n"
      "instance.json:9:13: error: a tag still holds a placeholder\n"
      "    \"tags\": [\"<ADD_YOUR_TAG>\"],\n"
      "              ^~~~~~~~~~~~~~\n"
      "  hint: fill it in\n"
      "instance.json:10:12: error: a curly quote in the name\n"
      "    \"name\": \"\u201CMine\u201D\"\n"
      "             ^\n"
      "  hint: use straight quotes (\"); plain-text editors keep them straight\n");
}

TEST_CASE("checks of single texts") {
  struct Case {
    const char* line;
    const char* faults;
  };
  const Case cases[] = {
      {"name: a <b>bold</b> name", "2:7 html"},
      {"name: a ${env:X}", "2:9 reference-in-label"},
      {"name: a ${var:x}", "2:9 reference-in-label"},
      {"name: \"${customer}\"", "2:8 reference-in-label"},
      {"name: n\ntags: [\"t-${var:x}\"]", "3:11 reference-in-label"},
      {"name: a $${env:X}", ""},
      {"name: it\u2019s mine", ""},
      {"name: \u2018mine\u2019", "2:7 curly-quote"},
      {"name: n\ntags: [\"<i>x</i>\", \"${env:T}\"]", "3:8 html, 3:21 reference-in-label"},
      {"name: n\nproviderData: {code: xxx}", "3:22 placeholder"},
      {"name: n\nconfiguration: {o: {p: {q: <INSERT_Q>}}}", "3:28 placeholder"},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.line));
    CHECK(parse_text(std::string("element: e\n") + c.line + "\n").brief() == std::string(c.faults));
  }
}
