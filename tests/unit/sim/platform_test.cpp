#include "unit/sim/client.hpp"

#include <doctest/doctest.h>

namespace cerec::sim {

using http::Method;

TEST_CASE("a create answers 200 with defaults merged, values as text, secrets masked and a token") {
  Client client;
  const Answer answer = client.post(Client::gooddata("analytics", R"(["prod"])"));
  REQUIRE(answer.status == 200);
  const auto json = json_of(answer);
  CHECK(json["id"] == 40'001);
  CHECK(json["name"] == "analytics");
  CHECK(json["createdDate"] == "2026-01-01T12:00:00Z");
  CHECK(json["token"].get<std::string>().size() == 44);
  CHECK(json["element"]["key"] == "gooddata");
  CHECK(json["elementId"] == 1469);
  CHECK(json["tags"] == nlohmann::json::parse(R"(["prod"])"));
  CHECK(json["disabled"] == false);
  CHECK(json["valid"] == true);
  CHECK(json["configuration"]["password"] == "********");
  CHECK(json["configuration"]["username"] == "u@example.com");
  CHECK(json["configuration"]["pagination.max"] == "100"); // a default
  for (const auto& [key, value] : json["configuration"].items()) {
    const std::string& name = key; // clang 14 captures no binding
    CHECK_MESSAGE((value.is_string() || value.is_null()), name);
  }
  CHECK(header_of(answer, "content-type") == "application/json;charset=UTF-8");
  CHECK(header_of(answer, "elements-request-id").size() == 24);
}

TEST_CASE("what POST, GET and PATCH answer is the same object") {
  Client client;
  const Answer created = client.post(Client::gooddata("analytics"));
  CHECK(client.get("/instances/40001").body == created.body);
  CHECK(client.patch(40'001, "{}").body == created.body);
}

TEST_CASE("values of every JSON kind become text, objects JSON text") {
  Client client;
  const Answer answer = client.post(
      R"({"element":{"key":"gooddata"},"name":"a","configuration":{"username":"u","password":"p",
          "siteAddress":"s","b":true,"n":5,"o":{"y":[1],"x":"z"},"nothing":null}})");
  REQUIRE(answer.status == 200);
  const auto configuration = json_of(answer)["configuration"];
  CHECK(configuration["b"] == "true");
  CHECK(configuration["n"] == "5");
  CHECK(configuration["o"] == R"({"x":"z","y":[1]})");
  CHECK_FALSE(configuration.contains("nothing"));
}

TEST_CASE("credentials: any order of parts, the documented text for wrong ones, none for elements") {
  struct Row {
    std::string authorization;
    int status;
  };
  const Account account = demo_account();
  for (const Row& row : std::vector<Row>{
           {authorization(), 404},
           {"Organization " + account.organization + ", User " + account.user, 404},
           {"User wrong, Organization " + account.organization, 401},
           {"User " + account.user, 401},
           {authorization() + ", Element nonsense", 401},
           {"", 401},
       }) {
    CAPTURE(row.authorization);
    Client client;
    Call request = call(Method::get, "/instances");
    request.authorization = row.authorization;
    const Answer answer = client.platform.handle(request, k_noon);
    CHECK(answer.status == row.status);
    if (row.status == 401)
      CHECK(message_of(answer) == "Invalid Organization or User secret, or invalid Element token provided.");
    request = call(Method::get, "/elements/keys");
    request.authorization = "";
    CHECK(client.platform.handle(request, k_noon).status == 200);
  }
}

TEST_CASE("each user sees its own instances") {
  PlatformConfig config;
  config.accounts.push_back({"second-user", demo_account().organization});
  Client client({}, config);
  const int64_t id = client.create("mine");
  Call other = call(Method::get, "/instances/" + std::to_string(id));
  other.authorization = authorization({"second-user", demo_account().organization});
  CHECK(client.platform.handle(other, k_noon).status == 404);
  other.path = "/instances";
  CHECK(client.platform.handle(other, k_noon).status == 404);
}

TEST_CASE("requests that are refused") {
  struct Row {
    Method method;
    const char* target;
    const char* body;
    int status;
    const char* message;
  };
  for (
      const Row& row : std::vector<Row>{
          {Method::get, "/instances/42", "", 404, "No element instance found with ID 42"},
          {Method::del, "/instances/42", "", 404, "No element instance found with ID 42"},
          {Method::get, "/instances", "", 404, "No element instances found"},
          {Method::get, "/instances?pageSize=0", "", 400, "pageSize must be a number from 1 to 200"},
          {Method::get, "/instances?nextPage=zzz", "", 400, "nextPage is not a token of this service"},
          {Method::post, "/instances", "{", 400, "The request body is not valid JSON"},
          {Method::post, "/instances", "[]", 400, "The request body must be a JSON object"},
          {Method::post, "/instances", R"({"name":"a"})", 400, "element.key or element.id is required"},
          {Method::post, "/instances", R"({"name":"a","element":{"key":"nope"}})", 404,
           "No element found with key nope"},
          {Method::post, "/instances", R"({"element":{"key":"gooddata"}})", 400, "name is required"},
          {Method::post, "/instances",
           R"({"name":"a","element":{"key":"gooddata"},"configuration":{"username":"u"}})", 400,
           "Missing required configuration: password, siteAddress"},
          {Method::post, "/instances",
           R"({"name":"a","element":{"key":"gooddata"},"configuration":{"username":"u","siteAddress":"s","password":"wrong-password"}})",
           401, "The provider refused the credentials"},
          {Method::post, "/instances", R"({"name":"a","element":{"key":"dropbox"},"configuration":{}})", 400,
           "You must provide an OAuth code in order to create an instance of this element"},
          {Method::put, "/instances", "{}", 405, "Method not allowed"},
          {Method::get, "/nonsense", "", 404, "Resource not found"},
          {Method::get, "/elements/nope", "", 404, "No element found with key or ID nope"},
      }) {
    CAPTURE(row.target);
    CAPTURE(row.body);
    Client client;
    const Answer answer = client.platform.handle(call(row.method, row.target, row.body), k_noon);
    CHECK(answer.status == row.status);
    CHECK(message_of(answer) == row.message);
    CHECK(json_of(answer)["requestId"] == header_of(answer, "elements-request-id"));
    CHECK(client.platform.history().empty());
  }
}

TEST_CASE("a wrong host path is an HTML page, wrong types are 406 and 415") {
  Client client;
  Call request = make_call(Method::get, "/api/instances");
  CHECK(client.platform.handle(request, k_noon).status == 404);
  CHECK(header_of(client.platform.handle(request, k_noon), "content-type") == "text/html;charset=UTF-8");
  request = call(Method::get, "/instances");
  request.accept = "text/html";
  CHECK(client.platform.handle(request, k_noon).status == 406);
  request = call(Method::post, "/instances", "{}");
  request.content_type = "application/x-www-form-urlencoded";
  CHECK(client.platform.handle(request, k_noon).status == 415);
}

TEST_CASE("an OAuth code makes one instance only") {
  Client client;
  const std::string body =
      R"({"name":"box","element":{"key":"dropbox"},"providerData":{"code":"c-1"},
          "configuration":{"oauth.api.key":"k","oauth.api.secret":"s","oauth.callback.url":"https://x.invalid"}})";
  const Answer first = client.post(body);
  REQUIRE(first.status == 200);
  CHECK(json_of(first)["configuration"]["oauth.api.key"] == "********"); // whatever its type
  CHECK(json_of(first)["configuration"].contains("oauth.user.token"));
  const Answer second = client.post(body);
  CHECK(second.status == 401);
  CHECK(json_of(second)["providerMessage"] == "invalid_grant: the code was used already");
  CHECK(client.platform.used_codes() == std::vector<std::string>{"c-1"});
}

TEST_CASE("existing tokens stand for a code") {
  Client client;
  const Answer answer = client.post(
      R"({"name":"box","element":{"key":"dropbox"},"externalAuthentication":"initial",
          "configuration":{"oauth.user.refresh_token":"r","oauth.api.key":"k","oauth.api.secret":"s",
                           "oauth.callback.url":"https://x.invalid"}})");
  CHECK(answer.status == 200);
  CHECK(json_of(answer)["externalAuthentication"] == "initial");
}

TEST_CASE("HTML is stripped from names and tags, and tags are a set") {
  Client client;
  client.post(Client::gooddata("a <b>bold</b> @name", R"(["<i>x</i>","x","y"])"));
  const InstancePtr instance = client.platform.find(40'001);
  CHECK(instance->name == "a bold @name");
  CHECK(instance->tags == std::vector<std::string>{"x", "y"});
}

TEST_CASE("PATCH merges configuration, replaces tags as a whole, and null resets to the default") {
  Client client;
  const int64_t id = client.create("a", R"(["one","two"])");
  const std::string token = client.platform.find(id)->token;
  const Answer patched = client.patch(
      id, R"({"name":"b","tags":["three"],"configuration":{"pagination.max":"7","password":"new"}})");
  REQUIRE(patched.status == 200);
  CHECK(json_of(patched)["tags"] == nlohmann::json::parse(R"(["three"])"));
  CHECK(json_of(patched)["configuration"]["pagination.max"] == "7");
  CHECK(json_of(patched)["configuration"]["username"] == "u@example.com");
  CHECK(client.platform.find(id)->configuration.at("password") == "new");
  CHECK(client.platform.find(id)->token == token);
  const Answer reset = client.patch(id, R"({"configuration":{"pagination.max":null}})");
  CHECK(json_of(reset)["configuration"]["pagination.max"] == "100");
  CHECK(effective_configuration(*client.platform.find(id)).at("pagination.max") == "100");
}

TEST_CASE("PUT with a whole GET body changes nothing, and an empty list clears the tags") {
  Client client;
  const int64_t id = client.create("a", R"(["one"])");
  auto body = json_of(client.get("/instances/" + std::to_string(id)));
  CHECK(json_of(client.put(id, body.dump())) == body);
  CHECK(client.platform.find(id)->configuration.at("password") == "s3cret");
  body["tags"] = nlohmann::json::array();
  CHECK(json_of(client.put(id, body.dump()))["tags"].empty());
}

TEST_CASE("enable, disable and delete answer 200 with nothing, and a second delete 404") {
  Client client;
  const std::string path = "/instances/" + std::to_string(client.create("a"));
  const auto send = [&](Method method, const std::string& target) {
    return client.platform.handle(call(method, target), k_noon);
  };
  CHECK(send(Method::del, path + "/enabled").body.empty());
  CHECK(client.platform.find(40'001)->disabled);
  CHECK(json_of(client.get(path))["disabled"] == true);
  CHECK(send(Method::put, path + "/enabled").status == 200);
  CHECK_FALSE(client.platform.find(40'001)->disabled);
  CHECK(send(Method::del, path).body.empty());
  CHECK(send(Method::del, path).status == 404);
  std::string kinds;
  for (const Mutation& mutation : client.platform.history())
    kinds += std::string(text_of(mutation.kind)) + " ";
  CHECK(kinds == "create disable enable remove ");
}

TEST_CASE("the token stands for the id, and dies with its instance") {
  Client client;
  const int64_t id = client.create("a");
  Call request = call(Method::patch, "/instances", R"({"name":"b"})");
  request.authorization += ", Element " + client.platform.find(id)->token;
  CHECK(client.platform.handle(request, k_noon).status == 200);
  CHECK(client.platform.find(id)->name == "b");
  client.remove(id);
  CHECK(client.platform.handle(request, k_noon).status == 401);
}

TEST_CASE("configuration entries can be read and written one by one") {
  Client client;
  const std::string path = "/instances/" + std::to_string(client.create("a")) + "/configuration";
  const auto entries = json_of(client.get(path));
  int64_t config_id = 0, secret_id = 0;
  for (const auto& entry : entries) {
    if (entry["key"] == "username")
      config_id = entry["id"].get<int64_t>();
    if (entry["key"] == "password")
      secret_id = entry["id"].get<int64_t>();
  }
  REQUIRE(config_id != 0);
  const std::string entry_path = path + "/" + std::to_string(config_id);
  const Answer patched =
      client.platform.handle(call(Method::patch, entry_path, R"({"propertyValue":"v"})"), k_noon);
  CHECK(json_of(patched)["propertyValue"] == "v");
  CHECK(client.get(entry_path).body == patched.body);
  CHECK(json_of(client.get(path + "/" + std::to_string(secret_id)))["propertyValue"] == "********");
  CHECK(client.get(path + "/1").status == 404);
}

TEST_CASE("instances by element: the same calls below /elements/{k}/instances") {
  Client client;
  const Answer created = client.platform.handle(
      call(Method::post, "/elements/gooddata/instances",
           R"({"name":"a","configuration":{"username":"u","password":"p","siteAddress":"s"}})"),
      k_noon);
  REQUIRE(created.status == 200);
  CHECK(json_of(client.get("/elements/gooddata/instances")).size() == 1);
  CHECK(client.get("/elements/pardot/instances").status == 404);
  CHECK(client.get("/elements/gooddata/instances/40001").body == created.body);
  CHECK(client.get("/elements/pardot/instances/40001").status == 404);
  CHECK(json_of(client.get("/instances/count"))["totalInstances"] == 1);
}

TEST_CASE("elements: keys, definition by key and id, configuration, pages") {
  Client client;
  CHECK(json_of(client.get("/elements/keys")).size() == 228);
  CHECK(json_of(client.get("/elements")).size() == 200);
  const auto definition = json_of(client.get("/elements/pardot"));
  CHECK(definition == json_of(client.get("/elements/" + definition["id"].dump())));
  CHECK(definition["authentication"]["type"] == "apiKey");
  const auto configuration = json_of(client.get("/elements/pardot/configuration"));
  CHECK(configuration["configuration"] == definition["configuration"]);
  bool found = false;
  for (const auto& entry : definition["configuration"])
    if (entry["key"] == "apikey.user.password") {
      found = true;
      CHECK(entry["type"] == "PASSWORD");
      CHECK(entry["required"] == true);
    }
  CHECK(found);
  CHECK(json_of(client.get("/elements/dropbox/oauth/url?apiKey=a&apiSecret=b&callbackUrl=c"))["element"] ==
        "dropbox");
}

TEST_CASE("every element can be made with what it demands") {
  Client client;
  for (const auto& key : json_of(client.get("/elements/keys"))) {
    const std::string text = key.get<std::string>();
    CAPTURE(text);
    nlohmann::json body{{"name", "x"},
                        {"element", {{"key", text}}},
                        {"configuration", nlohmann::json::object()},
                        {"providerData", {{"code", "c-" + text}, {"oauth_token", "t"}}}};
    Answer answer = client.post(body.dump());
    if (answer.status == 400) {
      const std::string message = message_of(answer);
      REQUIRE(message.find("Missing required configuration: ") == 0);
      std::string rest = message.substr(32);
      while (!rest.empty()) {
        const size_t end = std::min(rest.find(", "), rest.size());
        body["configuration"][rest.substr(0, end)] = "v";
        rest.erase(0, end + 2);
      }
      answer = client.post(body.dump());
    }
    CHECK_MESSAGE(answer.status == 200, answer.body);
  }
}

TEST_CASE("same seed and calls, same answers; another seed, other tokens") {
  const auto run = [](uint64_t seed) {
    PlatformConfig config;
    config.seed = seed;
    Client client({}, config);
    std::string all;
    for (const char* name : {"a", "b", "c"})
      all += client.post(Client::gooddata(name)).body;
    return all + header_of(client.get("/instances"), "elements-request-id");
  };
  CHECK(run(1) == run(1));
  CHECK(run(1) != run(2));
}

} // namespace cerec::sim
