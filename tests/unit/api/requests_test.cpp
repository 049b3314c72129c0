#include "api/bodies.hpp"
#include "cerec/api/client.hpp"
#include "support/fake_network.hpp"

#include <doctest/doctest.h>

using namespace cerec;
using model::Value;

namespace {

api::Requests requests(const std::string& base_url = "https://api.example/elements/api-v2") {
  return {api::Account{base_url, base::Secret("us+er/secret="), base::Secret("org")}, base::Duration(7000)};
}

std::string line_of(const http::Request& request) {
  return std::string(http::text_of(request.method)) + " " + request.url;
}

std::string body_of(const http::Request& request) {
  return request.body ? std::string(request.body->reveal()) : std::string("(none)");
}

model::Ownership owned() {
  return model::Ownership::of("shop", "analytics");
}

} // namespace

TEST_CASE("each call has its method, path and query") {
  const api::Requests make = requests();
  const std::string base = "https://api.example/elements/api-v2";
  CHECK(line_of(make.list("", "")) == "GET " + base + "/instances?pageSize=200&hydrate=true");
  CHECK(line_of(make.list("cerec:id:shop/a b&c", "")) ==
        "GET " + base + "/instances?pageSize=200&hydrate=false&tags%5B%5D=cerec%3Aid%3Ashop%2Fa%20b%26c");
  CHECK(line_of(make.list("", "eyJ+/w==")) ==
        "GET " + base + "/instances?pageSize=200&hydrate=true&nextPage=eyJ%2B%2Fw%3D%3D");
  CHECK(line_of(make.count()) == "GET " + base + "/instances/count");
  CHECK(line_of(make.get(42)) == "GET " + base + "/instances/42");
  CHECK(line_of(make.patch(42, base::Secret("{}"))) == "PATCH " + base + "/instances/42");
  CHECK(line_of(make.enable(42, true)) == "PUT " + base + "/instances/42/enabled");
  CHECK(line_of(make.enable(42, false)) == "DELETE " + base + "/instances/42/enabled");
  CHECK(line_of(make.remove(42)) == "DELETE " + base + "/instances/42");
  CHECK(line_of(make.element("a/b")) == "GET " + base + "/elements/a%2Fb");
  CHECK(line_of(make.element_configuration("pardot")) == "GET " + base + "/elements/pardot/configuration");
}

TEST_CASE("every request authorizes, accepts JSON and has the time limit; only bodies have a type") {
  const api::Requests make = requests("https://api.example/elements/api-v2//");
  const http::Request get = make.get(1);
  CHECK(get.url == "https://api.example/elements/api-v2/instances/1");
  CHECK(get.authorization.reveal() == "User us+er/secret=, Organization org");
  CHECK(get.headers == std::vector<std::pair<std::string, std::string>>{{"Accept", "application/json"}});
  CHECK(get.timeout == base::Duration(7000));
  CHECK_FALSE(get.body.has_value());
  const http::Request patch = make.patch(1, base::Secret("{}"));
  CHECK(patch.headers == std::vector<std::pair<std::string, std::string>>{
                             {"Accept", "application/json"}, {"Content-Type", "application/json"}});
}

TEST_CASE("the body of a create: documented order, exact text of values, identity inside the tags") {
  model::DesiredInstance desired;
  desired.element.key = "gooddata";
  desired.name = "say \"hi\"\n\\ \xC3\xA9";
  desired.tags = std::vector<std::string>{"prod"};
  desired.configuration["a.string"] = Value::string("0123");
  desired.configuration["b.bool"] = Value::boolean(false);
  desired.configuration["c.number"] = Value::number("1e5");
  desired.configuration["d.null"] = Value();
  desired.configuration["e.object"] = Value::json(R"({"x":{"y":[1,2]}})");
  desired.configuration["f.secret"] = Value::string("p\x01w").as_sensitive();
  CHECK(
      body_of(requests().create(desired, owned())) ==
      R"({"element":{"key":"gooddata"},"configuration":{"a.string":"0123","b.bool":"false","c.number":"1e5",)"
      R"("d.null":null,"e.object":{"x":{"y":[1,2]}},"f.secret":"p\u0001w"},)"
      R"("tags":["prod","cerec:id:hsvhagnwcxydh3k6wb2vwxt","cerec:s0:shop","cerec:n0:analytics"],"name":"say \"hi\"\n\\ )"
      "\xC3\xA9"
      R"("})");
}

TEST_CASE("the body of a create: element by id, OAuth data, further members") {
  model::DesiredInstance desired;
  desired.element.id = 1469;
  desired.name = "n";
  desired.external_authentication = "initial";
  desired.provider_data = Value::json(R"({"code":"c"})").as_sensitive();
  desired.other["retrieveObjectsAfterInstantiation"] = Value::boolean(true);
  CHECK(
      body_of(requests().create(desired, owned())) ==
      R"({"element":{"id":1469},"configuration":{},"tags":["cerec:id:hsvhagnwcxydh3k6wb2vwxt","cerec:s0:shop","cerec:n0:analytics"],"name":"n",)"
      R"("externalAuthentication":"initial","providerData":{"code":"c"},"retrieveObjectsAfterInstantiation":true})");
}

TEST_CASE("the body of a PATCH holds what is stated and nothing else") {
  api::Patch patch;
  CHECK(patch.empty());
  CHECK(api::patch_body(patch).reveal() == "{}");
  patch.tags = std::vector<std::string>{};
  CHECK_FALSE(patch.empty());
  CHECK(api::patch_body(patch).reveal() == R"({"tags":[]})");
  patch.name = "new";
  patch.configuration["k"] = Value();
  CHECK(api::patch_body(patch).reveal() == R"({"configuration":{"k":null},"tags":[],"name":"new"})");
}
