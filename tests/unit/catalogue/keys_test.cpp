#include "cerec/catalogue/catalogue.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace cerec::catalogue;

TEST_CASE("secrets by type, by what the service masks, and by name") {
  struct Case {
    const char* element;
    const char* key;
    bool secret;
  };
  for (const Case& c : {Case{"gooddata", "password", true},
                        Case{"gooddata", "username", false},
                        Case{"gooddata", "siteAddress", false},
                        Case{"gooddata", "gooddata.supersecure.token", true},
                        Case{"pardot", "apikey.user.password", true},
                        Case{"pardot", "apikey.user.key", true}, // a text by its type
                        Case{"pardot", "apikey.user.name", false},
                        Case{"pardot", "apikey.user.key.keyname", false},
                        Case{"pardot", "apikey.authorization.url", false},
                        Case{"pardot", "apikey.authorization.api.refreshtime", false},
                        Case{"closeio", "password", true}, // TEXTFIELD_32
                        Case{"sfdc", "oauth.api.key", true},
                        Case{"sfdc", "oauth.api.secret", true},
                        Case{"sfdc", "oauth.user.refresh_token", true},
                        Case{"sfdc", "oauth.token.url", false},
                        Case{"evernote", "oauth.token.expiry", false},
                        Case{"googledrive", "revoke.access.token", false}, // a flag
                        Case{"zendesk", "helpdesk.zendesk.tokenaccess", false},
                        Case{"box", "event.notification.signature.key", true},
                        Case{"no-such-element", "oauth.api.key", true},
                        Case{"no-such-element", "db.password", true},
                        Case{"no-such-element", "db.user", false},
                        Case{"#1469", "password", true}}) {
    CAPTURE(c.element);
    CAPTURE(c.key);
    CHECK(is_secret(c.element, c.key) == c.secret);
  }
}

TEST_CASE("every entry that the service masks is a secret") {
  for (const Element& element : elements())
    for (const Entry& entry : element.entries)
      if (entry.type == "PASSWORD")
        CHECK(is_secret(element.key, entry.key));
}

TEST_CASE("an element declares its entries and what all elements have") {
  CHECK(declares({"gooddata", 0}, "siteAddress"));
  CHECK(declares({"", 1469}, "siteAddress"));
  CHECK_FALSE(declares({"pardot", 0}, "siteAddress"));
  CHECK_FALSE(declares({"no-such-element", 0}, "siteAddress"));
  CHECK(declares({"no-such-element", 0}, "event.notification.enabled"));
}

TEST_CASE("a chosen type of authentication decides which group is required") {
  using Missing = std::vector<std::string>;
  cerec::manifest::ManifestInstance instance;
  const Element* element = find_element("netsuiteerpv2");
  REQUIRE(element != nullptr);
  const auto choose = [&](const char* type) {
    cerec::manifest::TemplateValue value;
    value.kind = cerec::model::Value::Kind::string;
    value.text.parts.resize(1);
    value.text.parts[0].literal = type;
    instance.configuration["authentication.type"] = value;
    return missing_entries(*element, instance);
  };
  CHECK(chosen_authentication(*element, instance) == "basic");
  const Missing basic = choose("basic"), custom = choose("custom");
  CHECK(chosen_authentication(*element, instance) == "custom");
  CHECK(std::find(basic.begin(), basic.end(), "user.password") != basic.end());
  CHECK(std::find(custom.begin(), custom.end(), "consumer_secret") != custom.end());
  CHECK(std::find(custom.begin(), custom.end(), "user.password") == custom.end());
}

TEST_CASE("what a caller has to send: the rule, entry by entry") {
  using Tri = Entry::Tri;
  Element element;
  const auto add = [&](const char* key) -> Entry& {
    Entry entry;
    entry.key = key;
    entry.required = Tri::yes;
    entry.hidden = Tri::no;
    element.entries.push_back(entry);
    return element.entries.back();
  };
  add("a.hidden").hidden = Tri::yes; // the console hides it, the API asks for it
  add("b.default").has_default = true;
  add("c.empty").empty_default = true;
  add("d.inactive").active = false;
  Entry& filled = add("e.internal.hidden");
  filled.internal = true;
  filled.hidden = Tri::yes;
  add("f.internal.shown").internal = true;
  add("g.grouped").group = "custom";
  add("h.optional").required = Tri::no;
  add("i.not.stated").required = Tri::unknown;
  add("j.pages").from_pages = true;
  add("oauth.user.token");
  cerec::manifest::ManifestInstance instance;
  using Keys = std::vector<std::string>;
  CHECK(missing_entries(element, instance) ==
        Keys{"a.hidden", "c.empty", "f.internal.shown", "oauth.user.token"});
  element.authentication = "custom";
  instance.external_authentication = "initial";
  CHECK(missing_entries(element, instance) == Keys{"a.hidden", "c.empty", "f.internal.shown", "g.grouped"});
  instance.external_authentication.reset();
  instance.provider_data.emplace();
  CHECK(missing_entries(element, instance) == Keys{"a.hidden", "c.empty", "f.internal.shown", "g.grouped"});
}
