#include "cerec/http/url.hpp"

#include <doctest/doctest.h>

using namespace cerec;

TEST_CASE("the API's URL") {
  struct Case {
    const char* given;
    bool plain;
    const char* result; ///< URL, or the beginning of the fault
  };
  const Case cases[] = {
      {"https://API.example.com/elements/api-v2/", false, "https://api.example.com/elements/api-v2"},
      {" https://h:8443/elements/api-v2// ", false, "https://h:8443/elements/api-v2"},
      {"http://localhost:8080/elements/api-v2", false, "http://localhost:8080/elements/api-v2"},
      {"http://127.8.9.1/elements/api-v2", false, "http://127.8.9.1/elements/api-v2"},
      {"http://[::1]:80/elements/api-v2", false, "http://[::1]:80/elements/api-v2"},
      {"http://h/elements/api-v2", true, "http://h/elements/api-v2"},
      {"http://h/elements/api-v2", false, "the API URL is plain http"},
      {"http://127.0.0.1.example.com/", false, "the API URL is plain http"},
      {"http://127.0.0.256/", false, "the API URL is plain http"},
      {"ftp://h/", false, "the API URL must begin with https://"},
      {"api.example.com", false, "the API URL must begin with https://"},
      {"https://user:pw@h/", false, "the API URL must not hold a user"},
      {"https://h/?a=b", false, "the API URL must not hold a query"},
      {"https://h/#a", false, "the API URL must not hold a query"},
      {"https:///x", false, "the API URL has no host"},
      {"https://h:port/", false, "the API URL has a malformed port"},
      {"https://h/a b", false, "the API URL holds blanks"},
  };
  for (const Case& one : cases) {
    const auto checked = http::check_url(one.given, one.plain);
    const std::string got = checked ? checked->url : checked.error().message;
    INFO(one.given << " -> " << got);
    CHECK((checked ? got == one.result : got.rfind(one.result, 0) == 0));
  }
  CHECK(http::check_url("https://h/elements/api-v2", false)->hint.empty());
  CHECK_FALSE(http::check_url("https://h/", false)->hint.empty());
}
