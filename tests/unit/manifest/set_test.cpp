#include "unit/manifest/helpers.hpp"

using namespace cerec;
using namespace cerec::manifest;

namespace {

std::string faults_of_set(const std::string& first, const std::string& second) {
  base::Diagnostics diagnostics;
  std::vector<ManifestFile> files;
  files.push_back(parse(make_source("a.yaml", first), {}, diagnostics));
  files.push_back(parse(make_source("b.yaml", second), {}, diagnostics));
  REQUIRE(base::render(diagnostics, false) == "");
  check_set(files, diagnostics);
  return base::render(diagnostics, false);
}

} // namespace

TEST_CASE("two instances of one name, both places cited") {
  CHECK(faults_of_set("element: e\nname: n\n", "element: e\nname: n\n") ==
        "b.yaml:2:7: error: a second e instance of this name\n"
        "  name: n\n"
        "        ^\n"
        "  hint: give each instance of an element a name of its own\n"
        "a.yaml:2:7: note: the first is here\n"
        "  name: n\n"
        "        ^\n");
}

TEST_CASE("faults between instances") {
  struct Case {
    const char* first;
    const char* second;
    const char* fault; ///< part of the text; empty: none
  };
  const Case cases[] = {
      {"element: e\nname: n\n", "element: f\nname: n\n", ""},
      {"element: e\nname: n\n", "element: e\nname: N\n", ""},
      {"element: e\nname: n\ncerec: {id: x}\n", "element: e\nname: n\ncerec: {id: y}\n",
       "a second e instance of this name"},
      {"element: e\nname: n\ncerec: {id: x}\n", "element: f\nname: m\ncerec: {id: x}\n",
       "a second instance with the id 'x'"},
      {"element: e\nname: n\ncerec: {previousNames: [m]}\n", "element: e\nname: m\n",
       "a previous name of this instance is the name of another"},
      {"element: e\nname: n\ncerec: {previousNames: [m]}\n", "element: f\nname: m\n", ""},
      {"element: e\nname: n\ncerec: {previousNames: [x]}\n",
       "element: e\nname: m\ncerec: {previousNames: [x]}\n", "two instances claim the same previous name"},
      {"element: e\nname: n\ncerec: {previousNames: [n]}\n", "element: e\nname: m\n",
       "the name stands among 'previousNames' too"},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.second));
    const std::string shown = faults_of_set(c.first, c.second);
    if (*c.fault == '\0')
      CHECK(shown == "");
    else
      CHECK(shown.find(c.fault) != std::string::npos);
  }
}

TEST_CASE("names are compared as the service keeps them") {
  base::Diagnostics diagnostics;
  std::vector<ManifestFile> files;
  files.push_back(parse(
      make_source("a.yaml",
                  "- {element: e, name: n}\n- {element: e, name: <b>n</b>}\n- {element: e, name: 'n '}\n"),
      {}, diagnostics));
  base::Diagnostics found;
  check_set(files, found);
  CHECK(found.errors() == 2);
}
