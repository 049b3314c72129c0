#include "cerec/base/known_secrets.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace cerec::base;

namespace {

KnownSecrets known(std::initializer_list<const char*> secrets) {
  KnownSecrets out;
  for (const char* secret : secrets)
    out.add(Secret(secret));
  return out;
}

} // namespace

TEST_CASE("known secrets are cut in every spelling") {
  const KnownSecrets secrets = known({"pa\"ss/w\xC3\xB6rd +1&x", "team2024"});
  const struct {
    const char *text, *cut;
  } cases[] = {
      {"nothing of it", "nothing of it"},
      {"team2024", "***"},
      {"[team2024] team2024!", "[***] ***!"},
      {"is pa\"ss/w\xC3\xB6rd +1&x.", "is ***."},
      {R"({"p":"pa\"ss/w)"
       "\xC3\xB6"
       R"(rd +1&x"})",
       R"({"p":"***"})"},
      {R"("pa\"ss\/w\u00f6rd +1&x")", R"("***")"},                           // JSON in ASCII
      {R"("{\"p\":\"pa\\\"ss/w\\u00F6rd +1&x\"}")", R"("{\"p\":\"***\"}")"}, // JSON in JSON
      {R"("{\"m\":\"{\\\"p\\\":\\\"pa\\\\\\\"ss/w\\u00f6rd +1&x\\\"}\"}")",  // JSON in JSON in JSON
       R"("{\"m\":\"{\\\"p\\\":\\\"***\\\"}\"}")"},
      {"?p=pa%22ss%2Fw%C3%B6rd%20%2B1%26x&q", "?p=***&q"},
      {"?p=pa%22ss/w%c3%b6rd+%2b1%26x", "?p=***"},
      {"<b>pa&quot;ss/w&#246;rd +1&amp;x</b>", "<b>***</b>"},
      {"dGVhbTIwMjQ=", "***="},                     // base64 of it alone
      {"YTp0ZWFtMjAyNDpi", "YT***pi"},              // of a:team2024:b
      {"dXNlcjp0ZWFtMjAyNA==", "dXNlcj***=="},      // of user:team2024
      {"\"dGVhbTIwMjQ\\u003d\"", "\"***\\u003d\""}, // base64 within JSON
  };
  for (const auto& c : cases) {
    CHECK(secrets.cut(c.text) == c.cut);
    CHECK(secrets.in(c.text) == (std::string(c.text) != c.cut));
  }
}

TEST_CASE("known secrets: the longest counts, neighbours and overlaps leave nothing") {
  const KnownSecrets secrets = known({"secret", "secret-one", "onetwo"});
  CHECK(secrets.count() == 3);
  CHECK(secrets.cut("secret-one") == "***");
  CHECK(secrets.cut("secretsecret") == "******");
  CHECK(secrets.cut("secret-onetwo!") == "***!");
}

TEST_CASE("known secrets: each of many is found, and nothing else") {
  KnownSecrets secrets;
  const auto token = [](int number) { return std::to_string(number * 7'919 + 10'000'000) + "/tail"; };
  for (int i = 0; i < 3'000; ++i)
    secrets.add(Secret(token(i)));
  for (int i = 0; i < 3'000; ++i)
    CHECK(secrets.cut("at " + token(i)) == "at ***");
  for (int i = 3'000; i < 3'300; ++i)
    CHECK_FALSE(secrets.in("at " + token(i)));
}

TEST_CASE("known secrets: what is too short would be found by chance") {
  const KnownSecrets secrets = known({"", "abc", "abcd", "abcd"});
  CHECK(secrets.count() == 1);
  CHECK(secrets.cut("abc abcd") == "abc ***");
  CHECK(known({}).cut("text") == "text");
}
