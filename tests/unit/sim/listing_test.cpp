#include "unit/sim/client.hpp"

#include "cerec/sim/timeline.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cerec::sim {
namespace {

using http::Method;
using Ids = std::vector<int64_t>;

/// All pages of a listing, in the order in which they come.
Ids listed(Client& client, const std::string& target) {
  Ids ids;
  std::string next;
  do {
    const Answer answer = client.get(target + (next.empty() ? "" : "&nextPage=" + next));
    if (answer.status != 200)
      return ids;
    for (const auto& item : json_of(answer))
      ids.push_back(item.at("id").get<int64_t>());
    next = header_of(answer, "elements-next-page-token");
  } while (next != "(none)");
  return ids;
}

/// The same by the definition, every instance looked at.
Ids expected(const Platform& platform, const std::vector<std::string>& tags, bool all,
             const std::string& element = {}) {
  Ids ids;
  for (const auto& [id, instance] : platform.instances()) {
    const std::vector<std::string>& its = instance->tags; // clang 14 captures no binding
    const auto carries = [&](const std::string& tag) {
      return std::find(its.begin(), its.end(), tag) != its.end();
    };
    if ((element.empty() || instance->element == element) &&
        (tags.empty() || (all ? std::all_of(tags.begin(), tags.end(), carries)
                              : std::any_of(tags.begin(), tags.end(), carries))))
      ids.push_back(id);
  }
  return ids;
}

std::string random_tags(SeededRandom& random) {
  std::string tags;
  for (const char* tag : {"a", "b", "c", "d"})
    if (random.below(2) == 0)
      tags += fmt::format("{}\"{}\"", tags.empty() ? "" : ",", tag);
  return "[" + tags + "]";
}

/// A create, a change of tags, of the element or of the state, or a removal.
void disturb(Client& client, SeededRandom& random, Ids& known) {
  if (known.size() < 3 || random.below(3) == 0) {
    known.push_back(client.create(fmt::format("i{}", known.size()), random_tags(random)));
    return;
  }
  const int64_t id = known[random.below(known.size())];
  const uint64_t kind = random.below(4);
  if (kind == 0)
    client.remove(id);
  else if (kind == 1)
    client.patch(id, R"({"element":{"key":")" + std::string(random.below(2) == 0 ? "gooddata" : "pardot") +
                         R"("}})");
  else
    client.patch(id, R"({"tags":)" + random_tags(random) + "}");
}

} // namespace

TEST_CASE(
    "a listing by tags or by element shows what a look at every instance would, whatever changed before") {
  for (const bool all : {true, false}) {
    Client client({all ? "several-tags=and" : "several-tags=or"});
    SeededRandom random(17);
    Ids known;
    for (int round = 0; round < 120; ++round) {
      disturb(client, random, known);
      const Platform& platform = client.platform;
      CHECK(listed(client, "/instances?pageSize=7") == expected(platform, {}, all));
      CHECK(listed(client, "/instances?pageSize=7&tags[]=a") == expected(platform, {"a"}, all));
      CHECK(listed(client, "/instances?pageSize=7&tags[]=b&tags[]=c") == expected(platform, {"b", "c"}, all));
      CHECK(listed(client, "/instances?pageSize=7&tags[]=nobody&tags[]=c") ==
            expected(platform, {"nobody", "c"}, all));
      CHECK(listed(client, "/elements/pardot/instances?pageSize=7") == expected(platform, {}, all, "pardot"));
      CHECK(listed(client, "/elements/gooddata/instances?pageSize=7&tags[]=d") ==
            expected(platform, {"d"}, all, "gooddata"));
    }
  }
}

TEST_CASE("a change between two pages shows on the second") {
  Client client;
  for (int i = 0; i < 5; ++i)
    client.create(fmt::format("i{}", i));
  const std::string next = header_of(client.get("/instances?pageSize=2"), "elements-next-page-token");
  const auto second = [&] {
    const Answer answer = client.get("/instances?nextPage=" + next);
    std::string names;
    for (const auto& item : json_of(answer))
      names += item.at("name").get<std::string>() + " ";
    return names + header_of(answer, "elements-total-count");
  };
  CHECK(second() == "i2 i3 5");
  const int64_t first = client.platform.instances().begin()->first;
  client.remove(first);
  CHECK(second() == "i3 i4 4");
  client.patch(first + 3, R"({"name":"renamed"})");
  CHECK(second() == "renamed i4 4");
  CHECK(listed(client, "/instances?pageSize=2&searchText=i4") == Ids{first + 4});
}

TEST_CASE("tags are found by what the service keeps of them") {
  const auto found = [](const std::string& choice, const std::string& sent, const std::string& wanted) {
    Client client({choice});
    client.create("x", "[\"" + sent + "\"]");
    return !listed(client, "/instances?pageSize=5&tags[]=" + wanted).empty();
  };
  const std::string longer(40, 't');
  CHECK_FALSE(found("tag-length=32", longer, longer));
  CHECK(found("tag-length=32", longer, longer.substr(0, 32)));
  CHECK(found("tag-characters=lower-case", "Prod", "prod"));
}

} // namespace cerec::sim
