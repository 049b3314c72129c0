#include "cerec/model/ownership.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <random>

using namespace cerec::model;
using cerec::base::Secret;
using cerec::crypto::FingerprintKey;

namespace {

Ownership owner_with_fields(size_t count) {
  const FingerprintKey key = FingerprintKey::from_configured(Secret("key"));
  std::map<std::string, Secret> fields;
  for (size_t i = 0; i < count; ++i)
    fields.emplace(fmt::format("configuration.key{}", i), Secret(std::to_string(i)));
  Ownership owner;
  owner.stack = "prod";
  owner.logical_id = "gooddata.analytics";
  owner.settled = true;
  owner.fingerprint = make_fingerprint(key, fields);
  return owner;
}

} // namespace

TEST_CASE("tags carry ownership there and back, in any order, beside user tags") {
  std::mt19937 random(5);
  for (const size_t fields : {0U, 1U, 8U, 9U, 10U, 18U, 27U, 60U}) {
    Ownership owner = owner_with_fields(fields);
    owner.protect = fields % 2 == 0;
    owner.run = "abc123";
    std::vector<std::string> tags = join_tags({"team-a", "b"}, owner, {"cerec:future:x"});
    for (const std::string& tag : tags)
      CHECK(tag.size() < 128);
    CHECK(std::is_sorted(owner.fingerprint->marks.begin(), owner.fingerprint->marks.end(),
                         [](const auto& a, const auto& b) { return a.path < b.path; }));
    std::shuffle(tags.begin(), tags.end(), random);
    const TagSplit split = split_tags(tags);
    CHECK(split.ownership == owner);
    CHECK(split.user_tags.size() == 2);
    CHECK(split.unknown_reserved == std::vector<std::string>{"cerec:future:x"});
    CHECK_FALSE(split.contradictory);
  }
}

TEST_CASE("a lost, doubled or damaged fingerprint tag makes the whole unreadable, never a part of it") {
  for (const size_t fields : {0U, 5U, 9U, 20U}) {
    const std::vector<std::string> tags = join_tags({}, owner_with_fields(fields));
    for (size_t i = 0; i < tags.size(); ++i) {
      if (!tags[i].starts_with("cerec:fp:"))
        continue;
      std::vector<std::string> lost = tags;
      lost.erase(lost.begin() + static_cast<std::ptrdiff_t>(i));
      CHECK_FALSE(split_tags(lost).ownership.fingerprint);
      std::vector<std::string> damaged = tags;
      damaged[i] += "!";
      CHECK_FALSE(split_tags(damaged).ownership.fingerprint);
      std::vector<std::string> doubled = tags;
      doubled.push_back(tags[i]);
      CHECK_FALSE(split_tags(doubled).ownership.fingerprint);
    }
  }
}

TEST_CASE("identities that do not fit are not identities") {
  for (const char* tag :
       {"cerec:id:", "cerec:id:a", "cerec:id:/b", "cerec:id:a/", "cerec:id:a/b c", "cerec:id:a/b/c"}) {
    const TagSplit split = split_tags({tag});
    CHECK(split.ownership.stack.empty());
    CHECK(split.unknown_reserved.size() == 1);
  }
  CHECK(split_tags({"cerec:id:a/b", "cerec:id:a/c"}).contradictory);
  CHECK_FALSE(split_tags({"cerec:id:a/b", "cerec:id:a/b"}).contradictory);
}

TEST_CASE("derived ids are valid, readable where they can be, and never shared") {
  CHECK(derived_id("gooddata", "analytics-prod") == "gooddata.analytics-prod");
  const std::vector<std::pair<std::string, std::string>> pairs{{"a", "b.c"},
                                                               {"a.b", "c"},
                                                               {"a", "b c"},
                                                               {"a", "b  c"},
                                                               {"a", "b-c"},
                                                               {"a", "B-c"},
                                                               {"a", ""},
                                                               {"", "a"},
                                                               {"a", "\xC3\xA9"},
                                                               {"a", "\xC3\xA8"},
                                                               {"a", std::string(200, 'x')},
                                                               {"a", std::string(201, 'x')}};
  std::vector<std::string> ids;
  for (const auto& [key, name] : pairs) {
    ids.push_back(derived_id(key, name));
    CHECK_MESSAGE(is_valid_id(ids.back()), ids.back());
  }
  std::sort(ids.begin(), ids.end());
  CHECK(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
}

TEST_CASE("a salt is found for fields that collide without one") {
  // 24 bits: among 400 paths some salt is needed now and then; no two marks of one fingerprint share a path.
  for (int round = 0; round < 20; ++round) {
    std::map<std::string, Secret> fields;
    for (int i = 0; i < 400; ++i)
      fields.emplace(fmt::format("{}.{}", round, i), Secret("v"));
    const Fingerprint print = make_fingerprint(FingerprintKey::from_configured(Secret("key")), fields);
    for (size_t i = 1; i < print.marks.size(); ++i)
      CHECK(print.marks[i - 1].path != print.marks[i].path);
  }
}
