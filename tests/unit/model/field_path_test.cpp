#include "cerec/model/field_path.hpp"

#include <doctest/doctest.h>

using namespace cerec::model;

TEST_CASE("a path knows what field it is, and has its text back") {
  struct Case {
    const char* text;
    Field field;
    const char* key;
  };
  const Case cases[] = {
      {"name", Field::name, ""},
      {"tags", Field::tags, ""},
      {"disabled", Field::disabled, ""},
      {"configuration.event.poller.refresh_interval", Field::configuration, "event.poller.refresh_interval"},
      {"configuration", Field::configuration, ""},
      {"providerData", Field::provider_data, ""},
      {"externalAuthentication", Field::external_authentication, ""},
      {"retrieveObjectsAfterInstantiation", Field::other, ""},
      {"configurations", Field::other, ""},
      {"element", Field::element, ""},
      {"ownership", Field::ownership, ""},
      {"cerec.settled", Field::settled, ""},
      {"cerec.ofTomorrow", Field::other_reserved, ""},
      {"", Field::other, ""},
  };
  for (const Case& one : cases) {
    INFO(one.text);
    const FieldPath path{std::string(one.text)};
    CHECK(path.field() == one.field);
    CHECK(path.key() == one.key);
    CHECK(path.text() == one.text);
  }
}

TEST_CASE("a path that is made equals the one that is read") {
  CHECK(FieldPath::configuration("username") == FieldPath("configuration.username"));
  for (const Field field :
       {Field::name, Field::tags, Field::disabled, Field::configuration, Field::provider_data,
        Field::external_authentication, Field::element, Field::ownership, Field::protect, Field::on_remove,
        Field::settled, Field::quarantined, Field::readable_tags, Field::fingerprint_key}) {
    const FieldPath path = field;
    INFO(path.text());
    CHECK(FieldPath(path.text()).field() == field);
  }
}

TEST_CASE("what is compared is not reserved; what only a create sends is neither") {
  CHECK(FieldPath(Field::disabled).compared());
  CHECK(FieldPath::configuration("a").compared());
  CHECK_FALSE(FieldPath(Field::provider_data).compared());
  CHECK_FALSE(FieldPath(Field::element).reserved());
  CHECK(FieldPath(Field::ownership).reserved());
  CHECK(FieldPath("cerec.ofTomorrow").reserved());
  CHECK_FALSE(FieldPath(Field::ownership).compared());
}
