#include "cerec/catalogue/catalogue.hpp"

#include <doctest/doctest.h>

using namespace cerec;

namespace {

manifest::ManifestFile parse(const std::string& text, base::Diagnostics& diagnostics) {
  base::SourceFile source;
  source.name = "m.yaml";
  source.text = text;
  return manifest::parse(std::make_shared<const base::SourceFile>(source), {}, diagnostics);
}

/// What the catalogue says, one line a diagnostic: severity, code, place, message, hint.
std::string said(const std::string& text) {
  base::Diagnostics diagnostics;
  const manifest::ManifestFile file = parse(text, diagnostics);
  const size_t before = diagnostics.items().size();
  catalogue::validate({file}, diagnostics);
  std::string all;
  for (size_t i = before; i < diagnostics.items().size(); ++i) {
    const base::Diagnostic& d = diagnostics.items()[i];
    all += (d.severity == base::Severity::error ? "E " : "W ") + d.code + " " + std::to_string(d.span.line) +
           ":" + std::to_string(d.span.column) + " " + d.message + (d.hint.empty() ? "" : " | " + d.hint) +
           "\n";
  }
  return all;
}

const std::string k_gooddata =
    "element: gooddata\nname: a\nconfiguration:\n  username: ${env:U}\n  password: "
    "${env:P}\n  siteAddress: secure.gooddata.com\n";

} // namespace

TEST_CASE("sound manifests raise nothing") {
  for (const std::string& text :
       {k_gooddata,
        k_gooddata + "  event.notification.enabled: true\n  event.notification.callback.url: https://x/y\n",
        std::string(
            "element: pardot\nname: a\nconfiguration:\n  apikey.user.name: ann\n  apikey.user.password: "
            "${env:P}\n  apikey.user.key: ${file:k}\n  provider.version: 4\n"),
        std::string(
            "element: box\nname: a\nexternalAuthentication: initial\nconfiguration:\n  oauth.api.key: "
            "${env:K}\n  oauth.api.secret: ${env:S}\n  oauth.user.refresh_token: ${env:T}\n")}) {
    CAPTURE(text);
    CHECK(said(text) == "");
  }
}

TEST_CASE("a literal secret is an error that names the key and hides the value, in the excerpt too") {
  const std::string text = "element: pardot\nname: a\nconfiguration:\n  apikey.user.name: ann\n"
                           "  apikey.user.password: canary\n  apikey.user.key: canary\n";
  CHECK(said(text) == "E literal-secret 6:20 'apikey.user.key' is a secret and holds a literal | write "
                      "${env:PARDOT_APIKEY_USER_KEY}, or ${file:path}\n"
                      "E literal-secret 5:25 'apikey.user.password' is a secret and holds a literal | write "
                      "${env:PARDOT_APIKEY_USER_PASSWORD}, or ${file:path}\n");
  base::Diagnostics diagnostics;
  catalogue::validate({parse(text, diagnostics)}, diagnostics);
  CHECK(base::render(diagnostics, true).find("canary") == std::string::npos);
}

TEST_CASE("a literal next to a reference, an empty text, null and flags are no literal secrets") {
  for (const char* value : {"x${env:P}", "\"\"", "null"}) {
    CAPTURE(value);
    const std::string found =
        said(std::string("element: closeio\nname: a\nconfiguration:\n  password: ") + value + "\n");
    CHECK(found.find("literal-secret") == std::string::npos);
  }
  CHECK(said("element: my-own\nname: a\nconfiguration: {my.password: hunter2}\n")
            .find("E literal-secret 3:30") != std::string::npos);
}

TEST_CASE("the client id of OAuth is masked by the service, but a literal of it only warns") {
  CHECK(
      said("element: box\nname: a\nproviderData: {code: '${env:C}'}\nconfiguration:\n  oauth.api.key: abc\n"
           "  oauth.api.secret: ${env:S}\n") ==
      "W literal-secret 5:18 'oauth.api.key' holds a literal, and the service treats it as a secret | write "
      "${env:BOX_OAUTH_API_KEY}, or ${file:path}\n");
}

TEST_CASE("unknown elements and keys are warnings with the nearest known name") {
  struct Case {
    std::string text;
    std::string said;
  };
  for (const Case& c :
       {Case{"element: gooddat\nname: a\n",
             "W unknown-element 1:10 the catalogue has no element 'gooddat' | did you mean 'gooddata'?\n"},
        Case{"element: {key: GoodData}\nname: a\n",
             "W unknown-element 1:16 the catalogue has no element 'GoodData' | did you mean 'gooddata'?\n"},
        Case{"element: our-private-crm\nname: a\nconfiguration: {anything: 1}\n",
             "W unknown-element 1:10 the catalogue has no element 'our-private-crm' | private and newer "
             "elements are "
             "not in the catalogue; 'cerec elements' lists what is\n"},
        Case{k_gooddata + "  siteAdress: x\n",
             "W unknown-key 7:3 the element 'gooddata' has no configuration entry "
             "'siteAdress' | did you mean 'siteAddress'?\n"},
        Case{k_gooddata + "  entirely.different.thing: x\n",
             "W unknown-key 7:3 the element 'gooddata' has no configuration entry "
             "'entirely.different.thing'\n"},
        Case{"element: bullhorn\nname: a\nconfiguration: {entirely.different.thing: 1}\n", ""}}) {
    CAPTURE(c.text);
    CHECK(said(c.text) == c.said);
  }
}

TEST_CASE("what a create would lack is told under the manifest's configuration") {
  CHECK(said("element: pardot\nname: a\nconfiguration:\n  apikey.user.name: \"\"\n  apikey.user.key: "
             "${env:K}\n") == "W missing-entry 4:3 the element 'pardot' requires apikey.user.name, "
                              "apikey.user.password | add them under "
                              "'configuration'\n");
  CHECK(said("element: gooddata\nname: a\nconfiguration: {siteAddress: s, username: u}\n") ==
        "W missing-entry 3:16 the element 'gooddata' requires password | add it under 'configuration'\n");
}

TEST_CASE("an OAuth element needs a code or tokens to be created") {
  const std::string head =
      "element: box\nname: a\nconfiguration:\n  oauth.api.key: ${env:K}\n  oauth.api.secret: ${env:S}\n";
  const std::string says =
      "W oauth-grant 1:10 'box' uses oauth2: a create is refused without a code or tokens | ";
  CHECK(said(head) == says + "for a run without a person: 'externalAuthentication: initial' and "
                             "'oauth.user.refresh_token'; an existing instance needs neither\n");
  CHECK(said(head + "  oauth.user.refresh_token: ${env:T}\n") ==
        says + "add 'externalAuthentication: initial' to build on these tokens\n");
  CHECK(said(head + "externalAuthentication: initial\n") ==
        says + "add 'oauth.user.refresh_token' as a reference\n");
  CHECK(said(head + "providerData: {code: '${env:C}'}\n") == "");
}

TEST_CASE("values that their entry cannot mean") {
  struct Case {
    std::string line;
    std::string said;
  };
  for (const Case& c :
       {Case{"filter.response.nulls: maybe", "W not-boolean 7:26 'filter.response.nulls' is true or false\n"},
        Case{"filter.response.nulls: TRUE", ""}, Case{"filter.response.nulls: \"false\"", ""},
        Case{"event.notification.callback.url: x.example",
             "W not-a-url 7:36 'event.notification.callback.url' is an http "
             "or https URL that receives the events\n"},
        Case{"event.notification.callback.url: ${env:U}", ""},
        Case{"event.poller.refresh_interval: often",
             "W not-a-number 7:34 'event.poller.refresh_interval' is a number "
             "of minutes\n"},
        Case{"event.poller.refresh_interval: 15", ""},
        Case{"event.notification.type: polling", "W unknown-option 7:28 'polling' is none of the values of "
                                                 "'event.notification.type' | one of: webhook\n"},
        Case{"event.vendor.type: webhook", ""}, Case{"event.vendor.type: webhooks", ""}}) {
    CAPTURE(c.line);
    CHECK(said(k_gooddata + "  " + c.line + "\n") == c.said);
  }
  CHECK(
      said("element: netsuiteerpv2\nname: a\nconfiguration: {authentication.type: Basic}\n")
          .find(
              "W unknown-option 3:38 'Basic' is none of the values of 'authentication.type' | one of: basic, "
              "custom\n") != std::string::npos);
}

TEST_CASE("what the parser has told is not told again") {
  CHECK(said("element: gooddata\nname: a\nconfiguration:\n  username: u\n  password: "
             "<INSERT_GOODDATA_PASSWORD>\n"
             "  siteAddress: s\n") == "");
  CHECK(said("element: gooddata\nname: a\nconfiguration:\n  username: u\n  password: my<INSERT_IT>\n"
             "  siteAddress: s\n") == "");
}

TEST_CASE("a fault at one place that reaches many instances is told once") {
  base::Diagnostics diagnostics;
  manifest::ManifestFile file = parse(k_gooddata + "  gooddata.temporary.token: canary\n", diagnostics);
  file.instances.push_back(file.instances.front());
  catalogue::validate({file}, diagnostics);
  CHECK(diagnostics.items().size() == 1);
}
