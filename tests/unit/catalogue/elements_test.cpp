#include "cerec/catalogue/catalogue.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <map>

using namespace cerec::catalogue;
using Tri = Entry::Tri;

TEST_CASE("the embedded facts are complete: counts of elements, entries and types") {
  size_t entries = 0, required = 0, internal = 0, inactive = 0, from_pages = 0, withheld = 0;
  std::map<std::string, size_t> types;
  for (const Element& element : elements())
    for (const Entry& entry : element.entries) {
      ++entries;
      ++types[entry.type];
      required += entry.required == Tri::yes;
      internal += entry.internal;
      inactive += !entry.active;
      from_pages += entry.from_pages;
      withheld += !entry.withheld.empty();
    }
  CHECK(elements().size() == 228);
  CHECK(entries == 5637);
  CHECK(required == 1055);
  CHECK(internal == 1361);
  CHECK(inactive == 66);
  CHECK(from_pages == 94);
  CHECK(withheld == 166);
  CHECK(types == std::map<std::string, size_t>{{"", 61},
                                               {"BOOLEAN", 680},
                                               {"BOOLEAN_YESNO", 50},
                                               {"COMBO", 42},
                                               {"PASSWORD", 438},
                                               {"TEXTAREA", 457},
                                               {"TEXTFIELD_1000", 1010},
                                               {"TEXTFIELD_128", 1493},
                                               {"TEXTFIELD_32", 987},
                                               {"TEXTFIELD_64", 386},
                                               {"boolean", 4},
                                               {"number", 1},
                                               {"object", 1},
                                               {"string", 27}});
}

TEST_CASE("elements and their entries are sorted by key without repeats, so that look-ups find all of them") {
  const auto not_rising = [](const auto& a, const auto& b) { return !(a.key < b.key); };
  CHECK(std::adjacent_find(elements().begin(), elements().end(), not_rising) == elements().end());
  for (const Element& element : elements()) {
    CHECK(find_element(element.key) == &element);
    CHECK(std::adjacent_find(element.entries.begin(), element.entries.end(), not_rising) ==
          element.entries.end());
    for (const Entry& entry : element.entries)
      CHECK(element.find(entry.key) == &entry);
  }
}

TEST_CASE("an element is found by key and by the id of its documentation") {
  const Element* gooddata = find_element("gooddata");
  REQUIRE(gooddata != nullptr);
  CHECK(gooddata->id == 1469);
  CHECK(gooddata->name == "GoodData");
  CHECK(gooddata->hub == "db");
  CHECK(gooddata->authentication == "basic");
  CHECK(find_element(1469) == gooddata);
  CHECK(find_element("GoodData") == nullptr);
  CHECK(find_element("") == nullptr);
  CHECK(find_element(int64_t{0}) == nullptr); // "not stated" is no id, although one element has none
  CHECK(gooddata->find("no.such.entry") == nullptr);
}

TEST_CASE("every column of an entry arrives") {
  const Element* pardot = find_element("pardot");
  REQUIRE(pardot != nullptr);
  const Entry* password = pardot->find("apikey.user.password");
  REQUIRE(password != nullptr);
  CHECK(password->type == "PASSWORD");
  CHECK(password->required == Tri::yes);
  CHECK(password->hidden == Tri::no);
  CHECK_FALSE(password->has_default);
  CHECK_FALSE(password->empty_default);

  const Entry* seconds = pardot->find("apikey.authorization.api.refreshtime.seconds");
  REQUIRE(seconds != nullptr);
  CHECK(seconds->hidden == Tri::yes);
  CHECK(seconds->internal);
  CHECK(seconds->has_default);
  CHECK(seconds->default_value == "360000");

  const Entry* username = pardot->find("event.notification.basic.username");
  REQUIRE(username != nullptr);
  CHECK(username->empty_default);
  CHECK_FALSE(username->has_default);

  const Element* netsuite = find_element("netsuitecrmv2");
  REQUIRE(netsuite != nullptr);
  CHECK(netsuite->from_pages);
  CHECK(netsuite->id == 0);
  REQUIRE(netsuite->find("authentication.type") != nullptr);
  CHECK(netsuite->find("authentication.type")->from_pages);
  CHECK(netsuite->find("authentication.type")->hidden == Tri::unknown);
}

TEST_CASE("options, groups and withheld defaults arrive") {
  size_t with_options = 0, grouped = 0, long_ones = 0, sensitive = 0;
  for (const Element& element : elements())
    for (const Entry& entry : element.entries) {
      with_options += !entry.options.empty();
      grouped += !entry.group.empty();
      long_ones += entry.withheld == "long";
      sensitive += entry.withheld == "sensitive";
      CHECK((entry.withheld.empty() || (entry.has_default && entry.default_value.empty())));
    }
  CHECK(with_options == 41);
  CHECK(grouped == 174);
  CHECK(long_ones == 140);
  CHECK(sensitive == 26);
}
