#include "cerec/model/shown_configuration.hpp"

#include <doctest/doctest.h>

using cerec::model::EntryPool;
using cerec::model::ShownConfiguration;
using cerec::model::Value;

namespace {

std::string told(const ShownConfiguration& shown) {
  std::string out;
  for (const auto& [key, value] : shown)
    out += key + "=" + std::string(value.plain().value_or("-")) + " ";
  return out;
}

} // namespace

TEST_CASE("entries are by key, whatever order they come in, and the last one of a key counts") {
  ShownConfiguration shown{{"b", Value::string("1")}, {"a", Value::string("2")}, {"c", Value()}};
  CHECK(told(shown) == "a=2 b=1 c=- ");
  shown["b"] = Value::string("3");
  shown["aa"] = Value::string("4");
  CHECK(told(shown) == "a=2 aa=4 b=3 c=- ");
  shown.erase("a");
  shown.erase("nobody");
  CHECK(told(shown) == "aa=4 b=3 c=- ");
  CHECK(shown.size() == 3);
  CHECK(shown.find("b")->second.plain() == "3");
  CHECK(shown.find("bb") == shown.end());
  CHECK(shown.count("c") == 1);
  CHECK(shown.count("") == 0);
  CHECK(ShownConfiguration().find("a") == ShownConfiguration().end());
}

TEST_CASE("what is shown alike is held once, and writing to one leaves the others alone") {
  EntryPool pool;
  ShownConfiguration first, second;
  for (ShownConfiguration* each : {&first, &second})
    each->put(pool.entry("pagination.max", Value::string("100")));
  CHECK(&*first.begin() == &*second.begin());
  second["pagination.max"] = Value::string("200");
  CHECK(told(first) == "pagination.max=100 ");
  CHECK(told(second) == "pagination.max=200 ");
  const ShownConfiguration copy = first;
  first["pagination.max"] = Value::string("300");
  CHECK(told(copy) == "pagination.max=100 ");
}

TEST_CASE("kind, bytes and sensitivity tell entries apart") {
  EntryPool pool;
  const auto plain = pool.entry("x", Value::string("1"));
  CHECK(pool.entry("x", Value::string("1")) == plain);
  CHECK(pool.entry("y", Value::string("1")) != plain);
  CHECK(pool.entry("x", Value::number("1"))->second.kind() == Value::Kind::number);
  CHECK(pool.entry("x", Value::string("1").as_sensitive())->second.sensitive());
  CHECK_FALSE(pool.entry("x", Value::string("1"))->second.sensitive());
  CHECK(pool.entry("x", Value())->second.is_null());
}
