#include "cerec/model/ownership.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <random>

using namespace cerec::model;
using cerec::base::Secret;
using cerec::crypto::FingerprintKey;
using cerec::crypto::InstanceKey;

namespace {

Fingerprint print_of(size_t count, const std::string& identity = "x") {
  std::map<FieldPath, Secret> fields;
  for (size_t i = 0; i < count; ++i)
    fields.emplace(FieldPath::configuration(fmt::format("key{}", i)), Secret(std::to_string(i)));
  return make_fingerprint(FingerprintKey::from_configured(Secret("key")), identity, fields);
}

Ownership owner_with_fields(size_t count) {
  Ownership owner = Ownership::of("prod", "gooddata.analytics_prod.the.longest.that.fits.into.60.chars");
  owner.settled = true;
  owner.fingerprint = print_of(count, owner.code);
  return owner;
}

size_t place_of(const std::vector<std::string>& tags, std::string_view prefix) {
  for (size_t i = 0; i < tags.size(); ++i)
    if (tags[i].starts_with(prefix))
      return i;
  FAIL("no such tag");
  return 0;
}

constexpr std::string_view k_safe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-:";

} // namespace

TEST_CASE("tags carry ownership there and back, in any order, beside user tags") {
  std::mt19937 random(5);
  for (const size_t fields : {0U, 1U, 2U, 3U, 4U, 6U, 9U, 60U, 300U}) {
    Ownership owner = owner_with_fields(fields);
    owner.protect = fields % 2 == 0;
    owner.quarantined = fields % 3 == 0;
    owner.release = fields % 4 == 0;
    owner.run = "abc123";
    std::vector<std::string> tags = join_tags({"team-a", "b"}, owner, {"cerec:future:x"});
    std::shuffle(tags.begin(), tags.end(), random);
    const TagSplit split = split_tags(tags);
    CHECK(split.ownership == owner);
    CHECK(split.user_tags.size() == 2);
    CHECK(split.unknown_reserved == std::vector<std::string>{"cerec:future:x"});
    CHECK(split.other_identities.empty());
  }
}

TEST_CASE("a reserved tag is at most 32 characters of letters, digits, '.', '-' and ':'") {
  for (const size_t fields : {0U, 7U, 60U, 1000U}) {
    Ownership owner = Ownership::of(std::string(60, '_'), std::string(60, 'n'));
    owner.settled = owner.protect = owner.quarantined = owner.release = true;
    owner.run = std::string(13, 'r');
    owner.fingerprint = print_of(fields, owner.code);
    for (const std::string& tag : join_tags({}, owner)) {
      CHECK_MESSAGE(tag.size() <= 32, tag);
      CHECK_MESSAGE(tag.find_first_not_of(k_safe) == std::string::npos, tag);
    }
  }
}

TEST_CASE("a service that cuts tags at 32 characters or folds their case keeps the identity") {
  const Ownership owner = owner_with_fields(6);
  std::vector<std::string> cut = join_tags({}, owner), folded = cut;
  for (std::string& tag : cut)
    tag.resize(std::min<size_t>(tag.size(), 32));
  CHECK(split_tags(cut).ownership == owner);
  for (std::string& tag : folded)
    std::transform(tag.begin(), tag.end(), tag.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
  CHECK(split_tags(folded).ownership.code == owner.code);
  CHECK_FALSE(split_tags(folded).ownership.fingerprint); // noticed, not believed
}

TEST_CASE("a lost, doubled or damaged fingerprint tag makes the whole unreadable, never a part of it") {
  for (const size_t fields : {0U, 3U, 5U, 20U}) {
    const std::vector<std::string> tags = join_tags({}, owner_with_fields(fields));
    for (size_t i = 0; i < tags.size(); ++i) {
      if (!tags[i].starts_with("cerec:f"))
        continue;
      std::vector<std::string> lost = tags;
      lost.erase(lost.begin() + static_cast<std::ptrdiff_t>(i));
      CHECK_FALSE(split_tags(lost).ownership.fingerprint);
      for (const char* end : {"!", "A", "AAAAAAAA"}) {
        std::vector<std::string> damaged = tags;
        damaged[i] += end;
        CHECK_FALSE(split_tags(damaged).ownership.fingerprint);
      }
      std::vector<std::string> other = tags;
      other[i].back() = other[i].back() == 'A' ? 'B' : 'A';
      CHECK_FALSE(split_tags(other).ownership.fingerprint);
      std::vector<std::string> doubled = tags;
      doubled.push_back(tags[i]);
      CHECK_FALSE(split_tags(doubled).ownership.fingerprint);
    }
  }
}

TEST_CASE("the code alone decides the identity; what is readable is believed only if the code confirms it") {
  const std::vector<std::string> tags =
      join_tags({"own"}, Ownership::of("prod", "some_id.of-23-and-more-characters"));
  const std::string code = identity_code("prod", "some_id.of-23-and-more-characters");
  CHECK(tags == std::vector<std::string>{"own", "cerec:id:" + code, "cerec:s0:prod",
                                         "cerec:n0:some:id.of-23-and-more-", "cerec:n1:characters"});
  CHECK(split_tags(tags).ownership.owner_text() == "prod/some_id.of-23-and-more-characters");
  const auto unreadable = [&](const std::vector<std::string>& some) {
    const TagSplit split = split_tags(some);
    CHECK(split.ownership.owned());
    CHECK_FALSE(split.ownership.readable());
    CHECK(split.ownership.code == code);
    CHECK(split.ownership.owner_text() == "cerec:id:" + code);
    CHECK(split_tags(join_tags(split.user_tags, split.ownership)).ownership == split.ownership);
  };
  for (const char* prefix : {"cerec:s0", "cerec:n0", "cerec:n1"}) {
    std::vector<std::string> lost = tags, damaged = tags, doubled = tags;
    lost.erase(lost.begin() + static_cast<std::ptrdiff_t>(place_of(tags, prefix)));
    unreadable(lost);
    damaged[place_of(tags, prefix)] += "x";
    unreadable(damaged);
    doubled.push_back(std::string(prefix) + ":else");
    unreadable(doubled);
  }
  std::vector<std::string> borrowed = tags; // readable tags of another instance
  borrowed[place_of(tags, "cerec:s0")] = "cerec:s0:victim";
  unreadable(borrowed);
}

TEST_CASE("an instance that carries reserved tags is never nobody's") {
  for (const std::vector<std::string>& tags : {std::vector<std::string>{"cerec:id:"},
                                               {"cerec:id:short"},
                                               {"cerec:s0:prod", "cerec:n0:a"},
                                               {"cerec:settled"}}) {
    const TagSplit split = split_tags(tags);
    CHECK(split.ownership.owned());
    CHECK_FALSE(split.ownership.readable());
    CHECK(split_tags(join_tags({}, split.ownership)).ownership.owned());
  }
  CHECK_FALSE(split_tags({"cerec:protect"}).ownership.owned());
}

TEST_CASE("two identities are both told, whatever their order") {
  std::vector<std::string> tags = join_tags({}, Ownership::of("a", "b"));
  const std::vector<std::string> more = join_tags({}, Ownership::of("c", "d"));
  tags.insert(tags.end(), more.begin(), more.end());
  std::vector<std::string> reversed(tags.rbegin(), tags.rend());
  for (const auto& some : {tags, reversed}) {
    const TagSplit split = split_tags(some);
    CHECK_FALSE(split.ownership.readable());
    REQUIRE(split.other_identities.size() == 1);
    std::vector<std::string> codes{split.ownership.code, split.other_identities[0]};
    CHECK(std::is_sorted(codes.begin(), codes.end()));
    CHECK(std::count(codes.begin(), codes.end(), identity_code("a", "b")) == 1);
    CHECK(std::count(codes.begin(), codes.end(), identity_code("c", "d")) == 1);
  }
  CHECK(split_tags({"cerec:id:AB", "cerec:id:ab"}).other_identities.empty());
}

TEST_CASE("no two identities have one code") {
  CHECK(identity_code("a", "b.c") != identity_code("a.b", "c"));
  CHECK(identity_code("a1", "b") != identity_code("a", "1b"));
  CHECK(identity_code("a", "b").size() == 23);
}

TEST_CASE("what a service may make a reserved tag of is reserved") {
  for (const char* tag : {"cerec:settled", "CEREC:id:x", " cerec:protect", "</b>cerec:settled", "ce<i>rec:x",
                          "<<b>b>cerec:x", "cerec&#58;settled", "&lt;b&gt;cerec:x", "cerec&#x3a;x",
                          "\u200Bcerec:x", "ce\u00ADrec:x", "\tcerec:x", "c_erec:x", "&amp;#99;erec:x"})
    CHECK_MESSAGE(is_reserved_tag(tag), tag);
  for (const char* tag : {"cerec", "my cerec:x", "xcerec:settled", "cerec settled", "prod", ""})
    CHECK_FALSE_MESSAGE(is_reserved_tag(tag), tag);
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

TEST_CASE("a salt is found for fields that collide without one, with paths that were left out too") {
  const FingerprintKey key = FingerprintKey::from_configured(Secret("key"));
  for (int round = 0; round < 20; ++round) {
    std::map<FieldPath, Secret> fields;
    for (int i = 0; i < 100; ++i)
      fields.emplace(FieldPath(fmt::format("{}.{}", round, i)), Secret("v"));
    const std::vector<FieldPath> others{FieldPath("left"), FieldPath("out")};
    const Fingerprint print = make_fingerprint(key, "identity", fields, others);
    for (size_t i = 1; i < print.marks.size(); ++i)
      CHECK(print.marks[i - 1].path != print.marks[i].path);
    for (const FieldPath& path : others)
      CHECK_FALSE(print.find(key.of_instance("identity").mark_path(path.text(), print.salt)));
  }
}

TEST_CASE("fields that no salt tells apart are verified all the same") {
  const FingerprintKey key = FingerprintKey::from_configured(Secret("key"));
  std::map<FieldPath, Secret> fields;
  for (int i = 0; i < 3000; ++i)
    fields.emplace(FieldPath(std::to_string(i)), Secret("v"));
  const Fingerprint print = make_fingerprint(key, "identity", fields);
  const InstanceKey own = key.of_instance("identity");
  for (const auto& [path, value] : fields) {
    CHECK(print.holds(own.mark(path.text(), "v", print.salt)));
    CHECK_FALSE(print.holds(own.mark(path.text(), "w", print.salt)));
  }
}
