#include "unit/manifest/helpers.hpp"

using namespace cerec;
using namespace cerec::manifest;

TEST_CASE("faults of shape, at their places") {
  struct Case {
    const char* text;
    const char* faults;
  };
  const Case cases[] = {
      {"name: n\n", "1:1 missing-field"},
      {"element: e\n", "1:1 missing-field"},
      {"{}\n", "1:1 missing-field, 1:1 missing-field"},
      {"just text\n", "1:1 wrong-type"},
      {"element: e\nname: ''\n", "2:7 empty"},
      {"element: e\nname: [n]\n", "2:7 wrong-type"},
      {"element: e\nname: ' n'\n", "2:7 blank"},
      {"element: ''\nname: n\n", "1:10 empty"},
      {"element: {key: ''}\nname: n\n", "1:16 empty"},
      {"element: {}\nname: n\n", "1:10 missing-field"},
      {"element: {kye: e}\nname: n\n", "1:10 missing-field, 1:11 unknown-field"},
      {"element: [e]\nname: n\n", "1:10 wrong-type"},
      {"element: {id: x}\nname: n\n", "1:15 wrong-type"},
      {"element: {key: e, name: E, hub: db, active: true}\nname: n\n", "1:19 answer-field"},
      {"element: e\nname: n\ntags: prod\n", "3:7 wrong-type"},
      {"element: e\nname: n\ntags: [{id: 1}]\n", "3:8 wrong-type"},
      {"element: e\nname: n\ntags: ['']\n", "3:8 empty"},
      {"element: e\nname: n\ntags: ['cerec:x']\n", "3:8 reserved-tag"},
      {"element: e\nname: n\ntags: [a, ' Cerec:x']\n", "3:11 reserved-tag"},
      {"element: e\nname: n\ntags: ['cerec&#58;x']\n", "3:8 reserved-tag"},
      {"element: e\nname: n\nconfiguration: [a]\n", "3:16 wrong-type"},
      {"element: e\nname: n\nconfiguration:\n  a: [1]\n", "4:6 wrong-type"},
      {"element: e\nconfiguration:\n  name: n\n  tags: [a]\n", "3:3 misplaced, 4:3 misplaced"},
      {"element: e\nname: n\nconfiguration:\n  tags: a,b\n", ""},
      {"element: e\nname: n\ndisabled: 'true'\n", "3:11 wrong-type"},
      {"element: e\nname: n\nexternalAuthentication: x\n", "3:25 wrong-value"},
      {"element: e\nname: n\nproviderData: x\n", "3:15 wrong-type"},
      {"element: e\nname: n\noauthProxy: true\n", "3:13 wrong-type"},
      {"element: e\nname: n\nid: 5\ntoken: x\ncreatedDate: y\n",
       "3:1 answer-field, 4:1 answer-field, 5:1 answer-field"},
      {"element: e\nname: n\nbase.url: x\n", "3:1 unknown-field"},
      {"element: e\nname: n\ncerec: x\n", "3:8 wrong-type"},
      {"element: e\nname: n\ncerec: {id: 'a b'}\n", "3:13 bad-id"},
      {"element: e\nname: n\ncerec: {previousName: [a]}\n", "3:9 unknown-field"},
      {"element: e\nname: n\ncerec: {previousNames: a}\n", "3:24 wrong-type"},
      {"element: e\nname: n\ncerec: {onRemove: keep}\n", "3:19 wrong-value"},
      {"element: e\nname: n\ncerec: {protect: yes}\n", "3:18 wrong-type"},
      {"element: e\nname: n\ncerec: {tokens: [{path: x}]}\n", "3:18 missing-field"},
      {"element: e\nname: n\ncerec: {tokens: {type: file}}\n", "3:17 wrong-type"},
      {"element: e\nname: n\nname: m\n", "3:1 duplicate-key"},
      {"element: e\nname: n\nconfiguration: {a: {b: 1, b: 2}}\n", "3:27 duplicate-key"},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.text));
    CHECK(parse_text(c.text).brief() == std::string(c.faults));
  }
}

TEST_CASE("what faults of shape look like") {
  CHECK(parse_text("element: gooddata\nnmae: x\nname: y\nname: z\n").shown() ==
        "m.yaml:2:1: error: unknown field 'nmae' in an instance\n"
        "  nmae: x\n"
        "  ^~~~\n"
        "  hint: did you mean 'name'?\n"
        "m.yaml:4:1: error: 'name' is stated twice\n"
        "  name: z\n"
        "  ^~~~\n"
        "  hint: keep one of the two\n"
        "m.yaml:3:1: note: first stated here\n"
        "  name: y\n"
        "  ^~~~\n");
  CHECK(parse_text("element: e\nconfiguration:\n  username: u\n  tags: [a]\nname: n\ntoken: abc\n").shown() ==
        "m.yaml:4:3: error: 'tags' stands inside 'configuration'\n"
        "    tags: [a]\n"
        "    ^~~~\n"
        "  hint: it is a member of the instance: close 'configuration' before it\n"
        "m.yaml:6:1: error: 'token' is set by the service\n"
        "  token: ***\n"
        "  ^~~~~\n"
        "  hint: remove it: only answers of the service have it\n");
}

TEST_CASE("an element by key or by id") {
  CHECK(parse_text("element: {id: 1469}\nname: n\n").only().element.id == 1469);
  CHECK(parse_text("element: {id: '1469', key: e}\nname: n\n").only().element.key == "e");
  CHECK(parse_text("element: {id: 1469}\nname: n\n").only().logical_id == model::derived_id("#1469", "n"));
}

TEST_CASE("no diagnostic shows a literal secret") {
  const char* texts[] = {
      "element: e\nname: n\nconfiguration: {password: hunter2, nested: [1]}\nzz: 1\n",
      "{\"element\": \"e\", \"configuration\": {\"password\": \"hunter2\" \"username\": \"u\"}}",
      "element: e\nname: n\nconfiguration:\n  password: hunter2: x\n",
      "element: e\nname: n\nconfiguration:\n  password: hunter2\n  password: hunter2\n",
      "element: e\nname: n\nconfiguration:\n  password: 'hunter2\n",
      "element: e\nname: n\nconfiguration:\n  password: hunter2 <INSERT_X>\n",
      "element: e\nname: n\nconfiguration:\n  password: \u201Chunter2\u201D\n",
      "element: e\nname: n\nconfiguration:\n  password: hunter2${env:A\n",
      "element: e\nname: n\npassword: hunter2\n",
      "{\"element\": \"e\", \"password\": hunter2}",
      "{\"element\": \"e\", \"password\": 'hunter2'}",
  };
  for (const char* text : texts) {
    CAPTURE(std::string(text));
    const std::string shown = parse_text(text).shown() + parse_text(text, "m.json").shown();
    CHECK(shown != "");
    CHECK(shown.find("hunter2") == std::string::npos);
  }
}
