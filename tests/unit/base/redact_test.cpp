#include "cerec/base/diagnostic.hpp"
#include "cerec/base/redact.hpp"

#include <ctime>
#include <doctest/doctest.h>

using namespace cerec::base;

TEST_CASE("secret names") {
  for (const char* key :
       {"password", "DB_PASSWORD", "oauth.api.secret", "oauth.api.key", "apikey.user.key", "api_key",
        "oauth.user.token", "userSecret", "code", "privateKey", "event.notification.signature.key"})
    CHECK_MESSAGE(is_secret_name(key), key);
  for (const char* key : {"key", "name", "username", "siteAddress", "oauth.token.url", "tokens", "base.url",
                          "keys", "event.notification.callback.url", "tokenType", "monkey"})
    CHECK_MESSAGE(!is_secret_name(key), key);
}

TEST_CASE("literal secrets are hidden wherever a line states them") {
  struct Case {
    const char* line;
    const char* shown;
  };
  const Case cases[] = {
      {"  password: hunter2", "  password: ***"},
      {"  password: 'hun ter'  # why", "  password: '***'  # why"},
      {R"("password": "hun\"ter", "name": "x")", R"("password": "***", "name": "x")"},
      {R"("password": "hunter2)", R"("password": "***)"},
      {"\"password\": \u201Chunter2\u201D,", "\"password\": ***"},
      {"{username: me, password: hunter2, siteAddress: x}", "{username: me, password: ***"},
      {"url: jdbc:x?password=hunter2&user=me", "url: jdbc:x?password=***&user=me"},
      {"proxy: http://me:hunter2@proxy:3128", "proxy: http://me:***@proxy:3128"},
      {"password: ${env:X}", "password: ${env:X}"},
      {"password: a${env:X}", "password: ***"},
      {R"("oauth.api.key": "<INSERT_KEY>",)", R"("oauth.api.key": "<INSERT_KEY>",)"},
      {"element: {key: gooddata}", "element: {key: gooddata}"},
      {"password: true", "password: true"},
      {"password:", "password:"},
      {"password: a, token: b", "password: ***"},
  };
  for (const Case& c : cases) {
    ExcerptLine line{c.line, 1, 1};
    hide_secrets(line);
    CHECK(line.text == c.shown);
  }
}

TEST_CASE("the caret stays on what it marked") {
  ExcerptLine after{R"("password": "hunter2", "nmae": 1)", 24, 6};
  hide_secrets(after);
  CHECK(after.text.substr(after.column - 1, after.length) == "\"nmae\"");
  ExcerptLine within{R"("password": "hunter2")", 16, 3};
  hide_secrets(within);
  CHECK(within.column == 14);
  CHECK(within.length == 3);
  ExcerptLine across{R"("password": "hunter2")", 13, 9};
  hide_secrets(across);
  CHECK(across.text.substr(across.column - 1) == "\"***\"");
}

TEST_CASE("several secrets of a line are hidden in one go, and the caret stays where it was") {
  ExcerptLine line{R"(a: x://u:pw1@h "b": "x://u:pw22@h", password=p333&token=t4&z: ü)", 51, 1};
  const std::string at_caret = line.text.substr(50, 1);
  hide_secrets(line);
  CHECK(line.text == R"(a: x://u:***@h "b": "x://u:***@h", password=***&token=***&z: ü)");
  CHECK(line.column <= line.text.size());
}

TEST_CASE("hiding costs what the line is long: a hostile file may be one line") {
  for (const char* piece : {"{\"a\":", "://", "//:::", "password=x&", "'a':", "a:b@"}) {
    ExcerptLine line;
    while (line.text.size() < 600'000)
      line.text += piece;
    const std::clock_t begin = std::clock(); // of this process: a busy machine does not count
    hide_secrets(line);
    CHECK(std::clock() - begin < 3 * CLOCKS_PER_SEC);
  }
}

TEST_CASE("lines that continue a secret are hidden as a whole") {
  const char* text =
      "configuration:\n  private.key: |\n    BEGIN\n\n    END\n  siteAddress: x\n  note: |\n    free\n";
  CHECK_FALSE(continues_secret(text, 1));
  CHECK_FALSE(continues_secret(text, 2));
  CHECK(continues_secret(text, 3));
  CHECK(continues_secret(text, 5));
  CHECK_FALSE(continues_secret(text, 6));
  CHECK_FALSE(continues_secret(text, 8));
  CHECK_FALSE(continues_secret(text, 99));
}

TEST_CASE("an excerpt never shows a literal secret") {
  auto file = std::make_shared<SourceFile>();
  file->name = "m.yaml";
  file->text = "password: hunter2\nprivate.key: |\n  AAAA\n";
  Diagnostics diagnostics;
  diagnostics.error("x", Span{file, 1, 11, 7}, "fault");
  diagnostics.error("x", Span{file, 3, 3, 4}, "fault").notes.push_back({Span{file, 1, 1, 8}, "and here"});
  CHECK(render(diagnostics, false) == "m.yaml:1:11: error: fault\n"
                                      "  password: ***\n"
                                      "            ^~~\n"
                                      "m.yaml:3:3: error: fault\n"
                                      "  ***\n"
                                      "  ^~~\n"
                                      "m.yaml:1:1: note: and here\n"
                                      "  password: ***\n"
                                      "  ^~~~~~~~\n");
}
