#include "unit/sim/client.hpp"

#include "cerec/crypto/hash.hpp"

#include <doctest/doctest.h>
#include <set>

/// Each choice of api.md 11: what its default does and what the other values do.
namespace cerec::sim {

TEST_CASE("a choice is set by name and value, and a wrong one says what would be right") {
  Choices choices;
  for (const ChoiceRow& row : choice_rows()) {
    CAPTURE(row.name);
    for (const std::string_view value : row.values)
      CHECK(set_choice(choices, std::string(row.name) + "=" + std::string(value)));
    if (row.values.empty())
      CHECK(set_choice(choices, std::string(row.name) + "=any text"));
    else
      CHECK_FALSE(set_choice(choices, std::string(row.name) + "=nonsense"));
  }
  CHECK(set_choice(choices, "past-end").error().message == "a choice is NAME=VALUE, not \"past-end\"");
  CHECK(set_choice(choices, "past-end=x").error().message ==
        "choice past-end is one of 404, empty-list, not \"x\"");
  CHECK(set_choice(choices, "past-emd=404").error().hint == "did you mean past-end?");
}

TEST_CASE("an empty listing: 404 with the message, or an empty list") {
  CHECK(message_of(Client().get("/instances")) == "No element instances found");
  CHECK(message_of(Client({"empty-list-text=No Instances found"}).get("/instances")) == "No Instances found");
  const Answer empty = Client({"empty-list=empty-list"}).get("/instances");
  CHECK(empty.status == 200);
  CHECK(empty.body == "[]");
  CHECK(message_of(Client({"unknown-id-text=Nothing at {}"}).get("/instances/5")) == "Nothing at 5");
}

TEST_CASE("pages: token, size, counts, and what is past the end") {
  const auto fill = [](Client client) {
    for (int i = 0; i < 5; ++i)
      client.create("i" + std::to_string(i));
    return client;
  };
  Client client = fill(Client());
  const Answer first = client.get("/instances?pageSize=2");
  CHECK(json_of(first).size() == 2);
  CHECK(header_of(first, "elements-total-count") == "5");
  CHECK(header_of(first, "elements-returned-count") == "2");
  const std::string token = header_of(first, "elements-next-page-token");
  CHECK(crypto::from_base64(token) == R"({"limit":2,"pageSize":2,"page":2})");
  const auto page = [&](Client& from, int number) {
    return from.get("/instances?nextPage=" +
                    crypto::base64(R"({"limit":2,"pageSize":2,"page":)" + std::to_string(number) + "}"));
  };
  CHECK(json_of(page(client, 2))[0]["name"] == "i2");
  CHECK(json_of(page(client, 3)).size() == 1);
  CHECK(header_of(page(client, 3), "elements-next-page-token") == "(none)");
  CHECK(page(client, 4).status == 404);

  Client past = fill(Client({"past-end=empty-list", "next-page-token=also-on-last", "count-headers=no"}));
  CHECK(header_of(page(past, 3), "elements-next-page-token") != "(none)");
  CHECK(header_of(page(past, 3), "elements-total-count") == "(none)");
  CHECK(page(past, 4).body == "[]");
  CHECK(header_of(page(past, 4), "elements-next-page-token") == "(none)");
}

TEST_CASE("a page size above 200: clamped, refused, or honoured") {
  const auto count = [](const std::string& value) {
    Client client({"page-size-above=" + value});
    for (int i = 0; i < 210; ++i) {
      Instance instance;
      instance.element = "gooddata";
      instance.name = "n";
      client.platform.add(std::move(instance));
    }
    const Answer answer = client.get("/instances?pageSize=500");
    return answer.status == 200 ? json_of(answer).size() : 0;
  };
  CHECK(count("clamp") == 200);
  CHECK(count("reject") == 0);
  CHECK(count("honour") == 210);
}

TEST_CASE("items of a listing: light, with an empty object, or full") {
  const auto item = [](const std::vector<std::string>& choices, const std::string& query) {
    Client client(choices);
    client.create("a");
    return json_of(client.get("/instances" + query))[0];
  };
  CHECK_FALSE(item({}, "").contains("configuration"));
  CHECK_FALSE(item({}, "?hydrate=false").contains("configuration"));
  CHECK(item({}, "?hydrate=true")["configuration"]["password"] == "********");
  CHECK_FALSE(item({"hydrate=ignored"}, "?hydrate=true").contains("configuration"));
  CHECK(item({"light-configuration=empty-object"}, "")["configuration"].empty());
  CHECK(item({"hydrate-default=full"}, "")["configuration"]["username"] == "u@example.com");
  CHECK(item({"tag-shape=objects"}, "")["tags"].empty());
}

TEST_CASE("several tags: all of them, or any; search by name or element key, case ignored or not") {
  const auto names = [](const std::vector<std::string>& choices, const std::string& query) {
    Client client(choices);
    client.create("Alpha", R"(["x","y"])");
    client.create("beta", R"(["x"])");
    const Answer answer = client.get("/instances?" + query);
    std::string all;
    if (answer.status == 200)
      for (const auto& item : json_of(answer))
        all += item["name"].get<std::string>() + " ";
    return all;
  };
  CHECK(names({}, "tags%5B%5D=x") == "Alpha beta ");
  CHECK(names({}, "tags[]=x&tags[]=y") == "Alpha ");
  CHECK(names({"several-tags=or"}, "tags[]=x&tags[]=y") == "Alpha beta ");
  CHECK(names({}, "tags[]=xx").empty());
  CHECK(names({}, "searchText=alp") == "Alpha ");
  CHECK(names({"search-case=respected"}, "searchText=alp").empty());
  CHECK(names({}, "searchText=gooddata") == "Alpha beta ");
  CHECK(names({}, "searchText=a&tags[]=y") == "Alpha ");
}

TEST_CASE("a shuffled order holds every item once") {
  Client client({"order=shuffle"});
  for (int i = 0; i < 20; ++i)
    client.create("i" + std::to_string(i));
  std::vector<int64_t> ids;
  for (const auto& item : json_of(client.get("/instances")))
    ids.push_back(item["id"].get<int64_t>());
  CHECK_FALSE(std::is_sorted(ids.begin(), ids.end()));
  CHECK(std::set<int64_t>(ids.begin(), ids.end()).size() == 20);
}

TEST_CASE("missing entries: all named, the first named, or accepted") {
  const std::string body = R"({"name":"a","element":{"key":"gooddata"}})";
  CHECK(message_of(Client().post(body)) == "Missing required configuration: password, siteAddress, username");
  CHECK(message_of(Client({"missing-entries=first"}).post(body)) ==
        "Missing required configuration: password");
  CHECK(Client({"missing-entries=accept"}).post(body).status == 200);
}

TEST_CASE("configuration of PATCH and PUT: merged or replaced; null: reset or stored") {
  const auto after = [](const std::vector<std::string>& choices, bool put, const std::string& configuration) {
    Client client(choices);
    const int64_t id = client.create("a");
    const std::string body = R"({"configuration":)" + configuration + "}";
    return json_of(put ? client.put(id, body) : client.patch(id, body))["configuration"];
  };
  const std::string one = R"({"siteAddress":"new"})";
  CHECK(after({}, false, one)["username"] == "u@example.com");
  CHECK(after({}, true, one)["username"] == "u@example.com");
  CHECK(after({"patch-configuration=replace"}, false, one)["username"] == "");
  CHECK(after({"put-configuration=replace"}, true, one)["username"] == "");
  CHECK(after({"put-configuration=replace"}, true, R"({"password":"********"})")["password"] == "********");
  CHECK(after({}, false, R"({"username":null})")["username"] == ""); // its default is empty
  CHECK(after({"null-value=store"}, false, R"({"username":null})")["username"].is_null());
}

TEST_CASE("a mask that comes back: the secret is kept, or the asterisks are stored") {
  const auto stored = [](const std::vector<std::string>& choices) {
    Client client(choices);
    const int64_t id = client.create("a");
    client.patch(id, R"({"configuration":{"password":"********","username":"********"}})");
    return client.platform.find(id)->configuration;
  };
  CHECK(stored({}).at("password") == "s3cret");
  CHECK(stored({}).at("username") == "********"); // not a masked key
  CHECK(stored({"mask-received=store"}).at("password") == "********");
}

TEST_CASE("unknown configuration keys: stored, dropped, refused") {
  const auto answer = [](const std::vector<std::string>& choices) {
    Client client(choices);
    return client.patch(client.create("a"), R"({"configuration":{"zzz":"1"}})");
  };
  CHECK(json_of(answer({}))["configuration"]["zzz"] == "1");
  CHECK_FALSE(json_of(answer({"unknown-key=drop"}))["configuration"].contains("zzz"));
  CHECK(message_of(answer({"unknown-key=reject"})) == "Unknown configuration key: zzz");
}

TEST_CASE("HTML kept, names taken, disabled ones hidden, tags as objects") {
  Client html({"html=keep"});
  CHECK(html.platform.find(html.create("<b>a</b>"))->name == "<b>a</b>");
  Client taken({"same-name=conflict"});
  taken.create("a");
  CHECK(taken.post(Client::gooddata("a")).status == 409);
  Client hidden({"disabled-in-lists=no"});
  const int64_t id = hidden.create("a");
  (void)hidden.platform.handle(call(http::Method::del, "/instances/" + std::to_string(id) + "/enabled"),
                               k_noon);
  CHECK(hidden.get("/instances").status == 404);
  Client tags({"tag-shape=objects"});
  tags.create("a", R"(["x"])");
  CHECK(json_of(tags.get("/instances"))[0]["tags"][0]["name"] == "x");
}

TEST_CASE("ids are given at the commit, or at the start") {
  const auto first_name_by_id = [](const std::string& value) {
    Client client({"ids=" + value});
    const Begun slow =
        client.platform.begin(call(http::Method::post, "/instances", Client::gooddata("slow")), k_noon);
    client.create("quick");
    CHECK(client.platform.instances().size() == 1); // nothing of the slow one yet
    CHECK(client.platform.finish(slow, k_noon + std::chrono::seconds(30)).status == 200);
    return client.platform.instances().begin()->second->name;
  };
  CHECK(first_name_by_id("at-commit") == "quick");
  CHECK(first_name_by_id("at-start") == "slow");
}

TEST_CASE("a refused credential is the provider's refusal") {
  const Answer answer = Client({"refused-credential=s3cret"}).post(Client::gooddata("a"));
  CHECK(answer.status == 401);
  CHECK(json_of(answer)["providerMessage"] == "invalid username or password");
}

TEST_CASE("a create without tags: its name may become one, and stays after a rename") {
  const auto tags = [](const std::vector<std::string>& choices, const std::string& stated) {
    Client client(choices);
    const Answer made = client.post(R"({"element":{"key":"gooddata"},"name":"Karl K",)" + stated +
                                    R"("configuration":{"username":"u","password":"p","siteAddress":"s"}})");
    return json_of(client.patch(json_of(made)["id"].get<int64_t>(), R"({"name":"new"})"))["tags"].dump();
  };
  CHECK(tags({}, "") == "[]");
  CHECK(tags({"name-as-tag=yes"}, "") == R"(["Karl K"])");
  CHECK(tags({"name-as-tag=yes"}, R"("tags":[],)") == "[]");
}

TEST_CASE("tags in answers: order, and listings without them") {
  const auto shown = [](const std::vector<std::string>& choices) {
    Client client(choices);
    const int64_t id = client.create("a", R"(["t1","t2","t3"])");
    const auto item = json_of(client.get("/instances"))[0];
    return json_of(client.get("/instances/" + std::to_string(id)))["tags"].dump() +
           (item.contains("tags") ? item["tags"].dump() : "-");
  };
  CHECK(shown({}) == R"(["t1","t2","t3"]["t1","t2","t3"])");
  CHECK(shown({"tag-order=reversed-in-lists"}) == R"(["t1","t2","t3"]["t3","t2","t1"])");
  CHECK(shown({"tag-order=reversed-in-lists", "hydrate-default=full"}) ==
        R"(["t1","t2","t3"]["t3","t2","t1"])");
  CHECK(shown({"tag-order=shuffled"}).size() == shown({}).size());
  CHECK(shown({"list-tags=absent"}) == R"(["t1","t2","t3"]-)");
}

TEST_CASE("what is kept of a tag and a name: length, characters, entities") {
  const auto kept = [](const std::string& choice) {
    Client client({choice});
    const int64_t id = client.create("R&D", R"(["cerec:Id:prod/one=1"])");
    return client.platform.find(id)->name + " " + client.platform.find(id)->tags[0];
  };
  CHECK(kept("tag-length=16") == "R&D cerec:Id:prod/on");
  CHECK(kept("tag-length=32") == "R&D cerec:Id:prod/one=1");
  CHECK(kept("tag-characters=no-equals") == "R&D cerec:Id:prod/one1");
  CHECK(kept("tag-characters=no-slash") == "R&D cerec:Id:prodone=1");
  CHECK(kept("tag-characters=no-colon") == "R&D cerecIdprod/one=1");
  CHECK(kept("tag-characters=lower-case") == "R&D cerec:id:prod/one=1");
  CHECK(kept("special-characters=entities") == "R&amp;D cerec:Id:prod/one&#61;1");
  CHECK(kept("special-characters=stripped") == "RD cerec:Id:prod/one1");
  Client again({"special-characters=entities"});
  CHECK(again.platform.find(again.create("R&amp;D"))->name == "R&amp;D"); // its own output stays
}

TEST_CASE("numbers: as they were sent, or as doubles") {
  const auto kept = [](const std::string& choice, const std::string& value) {
    Client client({choice});
    const int64_t id = client.create("a");
    client.patch(id, R"({"configuration":{"zzz":)" + value + "}}");
    return client.platform.find(id)->configuration.at("zzz").value_or("(null)");
  };
  CHECK(kept("numbers=kept", "12345678901234567890") == "12345678901234567890");
  CHECK(kept("numbers=doubles", "12345678901234567890") == "1.2345678901234567E19");
  CHECK(kept("numbers=doubles", "1.10") == "1.1");
  CHECK(kept("numbers=doubles", "5") == "5.0");
  CHECK(kept("numbers=doubles", "0.0001") == "1.0E-4");
  CHECK(kept("numbers=doubles", R"("1.10")") == "1.10");
  CHECK(kept("numbers=doubles", R"({"a":[1]})") == R"({"a":[1.0]})");
}

TEST_CASE("the total of a listing by tag may count everything, and a page token be unpadded") {
  Client client({"total-count=everything", "page-token=unpadded"});
  client.create("a", R"(["x"])");
  client.create("b");
  client.create("c");
  const Answer found = client.get("/instances?tags%5B%5D=x");
  CHECK(json_of(found).size() == 1);
  CHECK(header_of(found, "elements-total-count") == "3");
  const std::string token = header_of(client.get("/instances?pageSize=2"), "elements-next-page-token");
  CHECK(token == "eyJwYWdlU2l6ZSI6MiwicGFnZSI6Mn0"); // as documented
  CHECK(json_of(client.get("/instances?nextPage=" + token))[0]["name"] == "c");
}

TEST_CASE("the Date header and createdDate show the service's own clock") {
  const auto shown = [](const std::string& choice) {
    Client client({choice});
    const Answer made = client.post(Client::gooddata("a"));
    return header_of(made, "date") + " " + json_of(made)["createdDate"].get<std::string>();
  };
  CHECK(shown("date=exact") == "Thu, 01 Jan 2026 12:00:00 GMT 2026-01-01T12:00:00Z");
  CHECK(shown("date=absent") == "(none) 2026-01-01T12:00:00Z");
  CHECK(shown("date=hour-ahead") == "Thu, 01 Jan 2026 13:00:00 GMT 2026-01-01T13:00:00Z");
  CHECK(shown("date=hour-behind") == "Thu, 01 Jan 2026 11:00:00 GMT 2026-01-01T11:00:00Z");
}

TEST_CASE("a stale listing is as of an earlier moment, single reads are not") {
  Client client;
  const int64_t old = client.create("old");
  client.now += std::chrono::seconds(10);
  client.remove(old);
  client.create("new");
  const Begun list = client.platform.begin(call(http::Method::get, "/instances"), client.now);
  const auto names = [&](base::Duration stale) {
    const Answer answer = client.platform.finish(list, client.now, {stale, Reading::Shift::none});
    return json_of(answer)[0]["name"].get<std::string>() + "/" + std::to_string(json_of(answer).size());
  };
  CHECK(names(base::Duration(0)) == "new/1");
  CHECK(names(base::Duration(5'000)) == "old/1");
  CHECK(client.get("/instances/" + std::to_string(old)).status == 404);
}

TEST_CASE("shifted pages skip or repeat one item from the second page on") {
  Client client;
  for (int i = 0; i < 4; ++i)
    client.create("i" + std::to_string(i));
  const auto second = [&](Reading::Shift shift) {
    const std::string token = header_of(client.get("/instances?pageSize=2"), "elements-next-page-token");
    const Begun begun =
        client.platform.begin(call(http::Method::get, "/instances?nextPage=" + token), k_noon);
    std::string names;
    for (const auto& item : json_of(client.platform.finish(begun, k_noon, {base::Duration(0), shift})))
      names += item["name"].get<std::string>() + " ";
    return names;
  };
  CHECK(second(Reading::Shift::none) == "i2 i3 ");
  CHECK(second(Reading::Shift::skip) == "i3 ");
  CHECK(second(Reading::Shift::repeat) == "i1 i2 ");
}

} // namespace cerec::sim
