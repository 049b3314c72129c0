#include "cerec/catalogue/export.hpp"

#include <doctest/doctest.h>

using namespace cerec;

namespace {

const crypto::FingerprintKey& key() {
  static const auto one = crypto::FingerprintKey::from_account(base::Secret("user"), base::Secret("org"));
  return one;
}

model::LiveInstance live(int64_t id, const std::string& name) {
  model::LiveInstance one;
  one.id = id;
  one.name = name;
  one.element.key = "gooddata";
  one.configuration = {{"username", model::Value::string("u$${x}")},
                       {"password", model::Value::string("********")},
                       {"siteAddress", model::Value::string("secure.gooddata.com")},
                       {"note", model::Value::string("holds hunter2")}};
  one.disabled = false;
  return one;
}

catalogue::Export exported(const std::vector<model::LiveInstance>& instances) {
  base::KnownSecrets known;
  known.add(base::Secret("holds hunter2"));
  return catalogue::export_instances(instances, "prod", key(), known);
}

} // namespace

TEST_CASE("secrets, and values that hold a known one, are exported as references with names of their own") {
  const catalogue::Export out = exported({live(1, "one"), live(2, "two")});
  REQUIRE(out.instances.size() == 2);
  const auto& configuration = out.instances[0].manifest.configuration;
  CHECK(configuration.at("password").text == "${env:GOODDATA_ONE_PASSWORD}");
  CHECK(configuration.at("note").text == "${env:GOODDATA_ONE_NOTE}");
  CHECK(configuration.at("username").text == "u$$${x}"); // a literal `${` is escaped
  REQUIRE(out.secrets.size() == 4);
  CHECK(out.secrets[2].variable == "GOODDATA_TWO_NOTE");
  CHECK(out.secrets[2].path.text() == "configuration.note");
}

TEST_CASE("of an instance of the stack exactly what was applied comes back") {
  model::LiveInstance one = live(1, "one");
  one.ownership = model::Ownership::of("prod", "gooddata.one");
  one.ownership.settled = true;
  one.ownership.fingerprint =
      model::make_fingerprint(key(), one.ownership.code,
                              {{model::FieldPath("configuration.username"), base::Secret("u")},
                               {model::Field::tags, base::Secret("")}});
  const catalogue::Export out = exported({one});
  REQUIRE(out.instances.size() == 1);
  CHECK(out.instances[0].manifest.configuration.size() == 1);
  CHECK(out.instances[0].manifest.configuration.count("username") == 1);
  CHECK(out.instances[0].manifest.empty_tags);
}

TEST_CASE("of two namesakes the stack's own is exported, and the other one is told") {
  model::LiveInstance own = live(7, "one");
  own.ownership = model::Ownership::of("prod", "gooddata.one");
  const catalogue::Export out = exported({live(1, "one"), own});
  REQUIRE(out.instances.size() == 1);
  CHECK(out.instances[0].id == 7);
  REQUIRE(out.warnings.size() == 1);
  CHECK(out.warnings[0].find("instance 1 ") == 0);
}
