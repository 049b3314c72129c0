#include "cerec/api/client.hpp"
#include "support/fake_network.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace cerec;
using namespace cerec::support;
using ErrorKind = api::ApiError::Kind;

namespace {

const char* const k_not_found =
    R"({"requestId":"5f0000000000000000000001","message":"No element instances found"})";

NetworkResult answer(int status, std::string body,
                     std::vector<std::pair<std::string, std::string>> headers = {}) {
  return respond(status, std::move(body), std::move(headers)).result;
}

} // namespace

TEST_CASE("an instance: every field that a plan needs, unknown ones ignored") {
  const auto decoded = api::decode_instance(answer(200, R"({
    "surprise": [1, {"x": null}], "id": 427251, "name": "my-servicenow", "createdDate": "2017-06-06T22:26:22Z", "token": "dG9rZW4=",
    "element": {"id": 145, "key": "servicenow", "parameters": []}, "elementId": 145,
    "tags": ["docs", "cerec:id:jgcy5abtzhpugx44ogrmexl", "cerec:s0:shop", "cerec:n0:desk", "cerec:settled", "cerec:tomorrow:x"],
    "valid": true, "disabled": false, "externalAuthentication": "none",
    "configuration": {"username": "u", "password": "********", "nothing": null, "flag": true, "n": 7, "o": {"b": 1, "a": [2]}}})"));
  REQUIRE(decoded.has_value());
  const model::LiveInstance& live = *decoded;
  CHECK(live.id == 427251);
  CHECK(live.name == "my-servicenow");
  CHECK(live.created == "2017-06-06T22:26:22Z");
  CHECK(live.token.reveal() == "dG9rZW4=");
  CHECK(live.element == model::ElementRef{"servicenow", 145});
  CHECK(live.user_tags == std::vector<std::string>{"docs"});
  CHECK(live.ownership.stack == "shop");
  CHECK(live.ownership.logical_id == "desk");
  CHECK(live.ownership.settled);
  CHECK(live.unknown_reserved == std::vector<std::string>{"cerec:tomorrow:x"});
  CHECK_FALSE(live.contradictory());
  CHECK(live.valid == true);
  CHECK(live.disabled == false);
  CHECK(live.external_authentication == "none");
  CHECK(live.detailed);
  REQUIRE(live.configuration.has_value());
  const model::Configuration& configuration = *live.configuration;
  CHECK(configuration.size() == 6);
  CHECK(configuration.at("username").plain() == "u");
  CHECK(configuration.at("password").is_mask());
  CHECK(configuration.at("password").sensitive());
  CHECK(configuration.at("nothing").is_null());
  CHECK(configuration.at("flag").same_as(model::Value::boolean(true)));
  CHECK(configuration.at("n").same_as(model::Value::number("7")));
  CHECK(configuration.at("o").same_as(model::Value::json(R"({"a":[2],"b":1})")));
}

TEST_CASE("an instance: the least that is documented, and odd forms") {
  const auto least =
      api::decode_instance(answer(200, R"({"id":"12","name":null,"tags":null,"valid":"yes","elementId":9})"));
  REQUIRE(least.has_value());
  CHECK(least->id == 12);
  CHECK(least->element == model::ElementRef{"", 9});
  CHECK(least->token.empty());
  CHECK_FALSE(least->configuration.has_value());
  CHECK_FALSE(least->valid.has_value());
  const auto objects = api::decode_instance(
      answer(200, R"({"id":1,"tags":[{"id":3,"name":"prod"},{"id":4},7,"eu"],"configuration":{}})"));
  REQUIRE(objects.has_value());
  CHECK(objects->user_tags == std::vector<std::string>{"prod", "eu"});
  REQUIRE(objects->configuration.has_value()); // of a whole instance: empty is empty
  CHECK(objects->configuration->empty());
}

TEST_CASE("a 2xx that is no instance is unreadable, and for a write its outcome is open") {
  for (const char* body : {"", "{", R"({"id":12,"name":"x)", "[]", "[1]", "null", R"({"name":"x"})",
                           R"({"id":0})", R"({"id":-4})", R"({"id":1.5})", R"({"id":"1x"})",
                           "<html><title>Welcome</title></html>", "{\"id\":1,\"name\":\"\xff\"}"}) {
    CAPTURE(body);
    const auto decoded = api::decode_instance(answer(200, body));
    REQUIRE_FALSE(decoded.has_value());
    CHECK(decoded.error().kind == ErrorKind::unreadable);
    CHECK(decoded.error().ambiguous);
    CHECK(decoded.error().failure_kind() == base::FailureKind::network);
  }
}

TEST_CASE("a page: light items, token and counts from the headers") {
  const auto page = api::decode_page(answer(
      200,
      R"([{"id":3,"name":"c","configuration":{},"tags":[]},{"id":1,"configuration":{"a":"b"},"tags":["x"]},{"id":2,"tags":[]}])",
      {{"elements-next-page-token", "eyJ="},
       {"elements-total-count", " 7 "},
       {"elements-returned-count", "3"},
       {"date", "Thu, 26 Nov 2026 03:00:00 GMT"}}));
  REQUIRE(page.has_value());
  CHECK(page->instances.size() == 3);
  CHECK(page->instances[0].id == 3);                         // the order is that of the service
  CHECK_FALSE(page->instances[0].configuration.has_value()); // "{}" in a listing: not loaded
  CHECK_FALSE(page->instances[0].detailed);
  CHECK(page->instances[1].configuration.has_value());
  CHECK(page->next_page == "eyJ=");
  CHECK(page->total_count == 7);
  CHECK(page->returned_count == 3);
  CHECK(page->date ==
        base::WallTime(std::chrono::sys_days(std::chrono::November / 26 / 2026)) + std::chrono::hours(3));
  const auto empty = api::decode_page(answer(200, "[]", {{"elements-total-count", "many"}}));
  REQUIRE(empty.has_value());
  CHECK(empty->instances.empty());
  CHECK(empty->next_page.empty());
  CHECK_FALSE(empty->total_count.has_value());
  CHECK_FALSE(empty->date.has_value());
}

TEST_CASE("a page that lacks something proves nothing") {
  CHECK(api::decode_page(answer(200, R"([{"id":1},{"name":"no id"}])")).error().kind ==
        ErrorKind::unreadable);
  CHECK(api::decode_page(answer(200, R"([{"id":1},{"id":2)")).error().kind == ErrorKind::unreadable);
  CHECK(api::decode_page(answer(200, R"({"message":"x"})")).error().kind == ErrorKind::unreadable);
  CHECK(api::decode_page(answer(204, "")).error().kind == ErrorKind::unreadable);
  const auto short_page =
      api::decode_page(answer(200, R"([{"id":1,"tags":[]}])", {{"elements-returned-count", "2"}}));
  // Not untagged: nobody knows. "Untagged" would be a second POST where an answer was lost.
  for (const char* item : {R"({"id":7})", R"({"id":7,"tags":null})", R"({"id":7,"tags":"cerec:settled"})"}) {
    const auto page = api::decode_page(answer(200, fmt::format(R"([{{"id":6,"tags":[]}},{}])", item)));
    REQUIRE_FALSE(page.has_value());
    CHECK(page.error().kind == ErrorKind::unreadable);
    CHECK(page.error().text().find("instance 7 without its tags") != std::string::npos);
  }
  CHECK(short_page.error().text() == "HTTP 200: the answer lists fewer or more instances than it states");
}

TEST_CASE("a 404 is an empty listing only in the service's own words") {
  struct Row {
    const char* what;
    const char* body;
    bool empty;
  };
  const Row rows[] = {
      {"the service", k_not_found, true},
      {"the service, members in another order", R"({"message":"No instances found","requestId":"5f"})", true},
      {"an unknown id", R"({"requestId":"5f","message":"No element instance found with ID 42"})", false},
      {"another message", R"({"requestId":"5f","message":"Not found"})", false},
      {"other words", R"({"requestId":"5f","message":"Instances not found"})", true},
      {"other words", R"({"requestId":"5f","message":"There are no connector instances for this user."})",
       true},
      {"other words", R"({"requestId":"5f","message":"No element instances match the given criteria"})",
       true},
      {"other words", R"({"requestId":"5f","message":"No instances"})", true},
      {"a wrong path", R"({"requestId":"5f","message":"No route found"})", false},
      {"a wrong path", R"({"requestId":"5f","message":"No route found for instances"})", false},
      {"a wrong path", R"({"requestId":"5f","message":"/instances not found"})", false},
      {"a wrong path", R"({"requestId":"5f","message":"Resource instances not found"})", false},
      {"a load balancer", R"({"requestId":"5f","message":"No instances available for elements-api"})", false},
      {"one instance", R"({"requestId":"5f","message":"Instance not found"})", false},
      {"some", R"({"requestId":"5f","message":"Instances found"})", false},
      {"something else", R"({"requestId":"5f","message":"No usage logs found"})", false},
      {"no request id", R"({"message":"No handler found"})", false},
      {"an application server",
       R"({"timestamp":1,"status":404,"error":"Not Found","message":"No message available"})", false},
      {"a message that is no text", R"({"requestId":"5f","message":["No x found"]})", false},
      {"text", "No instances found", false},
      {"HTML", "<html><head><title>404 Not Found</title></head></html>", false},
      {"nothing", "", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    const auto page = api::decode_page(answer(404, row.body));
    CHECK(page.has_value() == row.empty);
    if (page)
      CHECK(page->instances.empty());
    if (!page)
      CHECK(page.error().kind == ErrorKind::not_found);
  }
}

TEST_CASE("the operator names further words of an empty listing") {
  const auto is_empty = [](const char* pattern, int status, const char* body) {
    return api::decode_page(answer(status, body), pattern).has_value();
  };
  const char* const body = R"({"requestId":"5f","message":"Nichts gefunden: 0"})";
  CHECK(is_empty("nichts gefunden*", 404, body));
  CHECK(is_empty("Nichts *", 404, k_not_found)); // beside the known ones
  CHECK_FALSE(is_empty("", 404, body));
  CHECK_FALSE(is_empty("nichts", 404, body));
  CHECK_FALSE(is_empty("nichts*", 400, body));
  CHECK_FALSE(is_empty("nichts*", 404, R"({"message":"Nichts gefunden"})"));
}

TEST_CASE("only a 404 that speaks of the instance says that it is gone") {
  const auto gone = [](int status, const char* body) {
    return api::decode_empty(answer(status, body)).error().no_such_instance();
  };
  CHECK(gone(404, R"({"requestId":"5f","message":"No element instance found with ID 42"})"));
  CHECK(gone(404, R"({"requestId":"5f","message":"Instance 42 not found"})"));
  CHECK_FALSE(gone(404, R"({"requestId":"5f","message":"No route found"})"));
  CHECK_FALSE(gone(404, R"({"message":"Instance 42 not found"})"));
  CHECK_FALSE(gone(404, "<title>Not Found</title>"));
  CHECK_FALSE(gone(410, R"({"requestId":"5f","message":"Instance 42 not found"})"));
}

TEST_CASE("errors: kind, words, and whether a write may have happened") {
  struct Row {
    int status;
    const char* body;
    ErrorKind kind;
    bool ambiguous;
    const char* text;
  };
  const Row rows[] = {
      {400, R"({"providerMessage":"bad password","message":"Failed","requestId":"5f01"})", ErrorKind::refused,
       false, "HTTP 400: Failed (provider: bad password) [request 5f01]"},
      {401,
       R"({"requestId":"5f","message":"Invalid Organization or User secret, or invalid Element token provided."})",
       ErrorKind::credentials, false,
       "HTTP 401: Invalid Organization or User secret, or invalid Element token provided. [request 5f]"},
      {401, R"({"message":"Failed","providerMessage":"denied"})", ErrorKind::refused, false,
       "HTTP 401: Failed (provider: denied)"},
      {403, "", ErrorKind::credentials, false, "HTTP 403: the answer has no body"},
      {404, "<html><TITLE> Not\nhere </TITLE>", ErrorKind::not_found, false,
       "HTTP 404: the answer is a web page titled \"Not here\""},
      {408, "{}", ErrorKind::server, true, "HTTP 408: the answer is not the service's JSON"},
      {409, R"({"message":"dup"})", ErrorKind::refused, false, "HTTP 409: dup"},
      {429, R"({"message":"slow"})", ErrorKind::throttled, false, "HTTP 429: slow"},
      {499, R"({"message":"Failed","providerMessage":"Failed"})", ErrorKind::refused, false,
       "HTTP 499: Failed"},
      {500, R"({"message":"a\u001b[31m\nb"})", ErrorKind::server, true, "HTTP 500: a\\x1b[31m b"},
      {502, "<html><head><title>502 Bad Gateway</title>", ErrorKind::server, true,
       "HTTP 502: the answer is a web page titled \"502 Bad Gateway\""},
      {503, "\x7f\x45\x4c\x46", ErrorKind::server, true, "HTTP 503: the answer is not the service's JSON"},
      {302, "", ErrorKind::refused, false,
       "HTTP 302: the service answered with a redirect, which is not followed"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.status);
    const auto decoded = api::decode_empty(answer(row.status, row.body));
    REQUIRE_FALSE(decoded.has_value());
    CHECK(decoded.error().status == row.status);
    CHECK(decoded.error().kind == row.kind);
    CHECK(decoded.error().ambiguous == row.ambiguous);
    CHECK(decoded.error().text() == row.text);
  }
}

TEST_CASE("the words of the service are bounded") {
  const auto decoded =
      api::decode_empty(answer(400, fmt::format(R"({{"message":"{}"}})", std::string(5000, 'x'))));
  CHECK(decoded.error().message == std::string(1000, 'x') + "...");
}

TEST_CASE("a header gives the request id where the body has none") {
  const auto decoded = api::decode_empty(answer(502, "", {{"elements-request-id", "5fab"}}));
  CHECK(decoded.error().request_id == "5fab");
}

TEST_CASE("what happened on the network, and what may have been done") {
  const auto refused = api::decode_empty(break_off(http::TransportError::Kind::connect, false).result);
  CHECK(refused.error().kind == ErrorKind::network);
  CHECK_FALSE(refused.error().ambiguous);
  CHECK(refused.error().text() == "scripted");
  CHECK(refused.error().failure("cannot list the instances").message ==
        "cannot list the instances: scripted");
  CHECK(refused.error().failure_kind() == base::FailureKind::network);
  CHECK(api::decode_empty(break_off(http::TransportError::Kind::second_send, true).result).error().ambiguous);
  CHECK(api::decode_empty(break_off(http::TransportError::Kind::throttled, false).result).error().kind ==
        ErrorKind::throttled);
}

TEST_CASE("hints name what to check") {
  const auto hint = [](int status, const char* body) {
    return api::decode_empty(answer(status, body)).error().hint();
  };
  CHECK(hint(404, "<html>").find("its region") != std::string::npos);
  CHECK(hint(302, "").find("its region") != std::string::npos);
  CHECK(hint(404, R"({"requestId":"5f","message":"No element instance found with ID 42"})").empty());
  CHECK(hint(401, "{}").find("User and Organization secrets") != std::string::npos);
  CHECK(hint(400, R"({"message":"no"})").empty());
}

TEST_CASE("any 2xx without a result is fine") {
  CHECK(api::decode_empty(answer(200, "")).has_value());
  CHECK(api::decode_empty(answer(204, "")).has_value());
  CHECK(api::decode_empty(answer(200, "{\"id\":")).has_value());
}

TEST_CASE("the count is that of the element instances") {
  CHECK(api::decode_count(answer(200, R"({"totalInstances":9,"elementInstances":7})")) == 7);
  for (const char* body :
       {R"({"totalInstances":9})", "7", "", R"({"elementInstances":-1})", R"({"elementInstances":null})"}) {
    CAPTURE(body);
    CHECK_FALSE(api::decode_count(answer(200, body)).has_value());
  }
}

TEST_CASE("entries that an error message names") {
  const std::vector<std::string> known = {"username",  "password",          "oauth.api.key",
                                          "oauth.api", "event.poller.urls", ""};
  struct Row {
    const char* message;
    std::vector<std::string> names;
  };
  const Row rows[] = {
      {"Missing required entries: username, password.", {"username", "password"}},
      {"'oauth.api.key' is required", {"oauth.api.key"}},
      {"set oauth.api.", {"oauth.api"}},
      {"my.username is wrong, usernames too, user_password", {}},
      {"my.username and username", {"username"}},
      {"", {}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.message);
    CHECK(api::named_entries(row.message, known) == row.names);
  }
}

TEST_CASE("answers that nest too deep are unreadable, wherever they are read") {
  const std::string deep = std::string(200'000, '[') + std::string(200'000, ']');
  const std::string inside = R"({"id": 1, "configuration": {"x": )" + deep + "}}";
  CHECK(api::decode_page(answer(200, deep)).error().kind == ErrorKind::unreadable);
  CHECK(api::decode_page(answer(200, "[" + inside + "]")).error().kind == ErrorKind::unreadable);
  CHECK(api::decode_instance(answer(200, inside)).error().kind == ErrorKind::unreadable);
  CHECK(api::decode_count(answer(200, R"({"elementInstances": )" + deep + "}")).error().kind ==
        ErrorKind::unreadable);
  CHECK(api::decode_empty(answer(400, R"({"message": )" + deep + "}")).error().kind == ErrorKind::refused);
}
