#include "cerec/crypto/fingerprint.hpp"
#include "cerec/crypto/hash.hpp"

#include <doctest/doctest.h>

using namespace cerec::crypto;
using cerec::base::Secret;

TEST_CASE("sha256 of the standard's examples") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  Sha256 parts;
  parts.add("a");
  parts.add("");
  parts.add("bc");
  CHECK(parts.hex() == sha256_hex("abc"));
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("base64 both ways, and refusal of what is none") {
  const std::string bytes("\x00\xFF\xFE"
                          "a?>",
                          6);
  CHECK(base64(bytes) == "AP/+YT8+");
  CHECK(base64url(bytes) == "AP_-YT8-");
  CHECK(from_base64("AP/+YT8+") == bytes);
  CHECK(from_base64url("AP_-YT8-") == bytes);
  CHECK(base64("a") == "YQ==");
  CHECK(base64url("a") == "YQ");
  CHECK(base64url("").empty());
  CHECK(from_base64url("").value().empty());
  CHECK_FALSE(from_base64url("A"));
  CHECK_FALSE(from_base64url("AP/+"));
  CHECK_FALSE(from_base64("YQ"));
}

TEST_CASE("keys differ by either secret, by their split, and by how they were made") {
  const auto id = [](const char* user, const char* organization) {
    return FingerprintKey::from_account(Secret(user), Secret(organization)).id();
  };
  CHECK(id("u", "o") == id("u", "o"));
  CHECK(id("u", "o") != id("v", "o"));
  CHECK(id("u", "o") != id("u", "p"));
  CHECK(id("ab", "c") != id("a", "bc"));
  CHECK(FingerprintKey::from_configured(Secret("k")).id() !=
        FingerprintKey::from_configured(Secret("l")).id());
  CHECK(id("u", "o").size() == 4);
}

TEST_CASE("marks depend on instance, path, value and salt, and fit their bits") {
  const FingerprintKey key = FingerprintKey::from_configured(Secret("k"));
  const InstanceKey own = key.of_instance("one");
  const FieldMark mark = own.mark("configuration.password", "hunter2", 0);
  CHECK(mark == key.of_instance("one").mark("configuration.password", "hunter2", 0));
  CHECK(mark.path == own.mark_path("configuration.password", 0));
  CHECK(mark.value == own.mark_value("configuration.password", "hunter2"));
  CHECK(mark.path < 1U << 14);
  CHECK(mark.value < 1U << 30);
  CHECK(mark.value != own.mark_value("configuration.password", "hunter3"));
  CHECK(mark.value != own.mark_value("configuration.passwort", "hunter2"));
  CHECK(mark.value != key.of_instance("two").mark_value("configuration.password", "hunter2"));
  CHECK(mark.path != own.mark_path("configuration.password", 1));
  CHECK(own.short_mark("p", "v").size() == 8);
  CHECK(own.short_mark("p", "v") != own.short_mark("p", "w"));
  CHECK(key.digest("p", "v").size() == 16);
  CHECK(key.digest("p", "v") != key.digest("q", "v"));
}

TEST_CASE("base32 in lower case, as RFC 4648 has it") {
  const std::pair<const char*, const char*> cases[] = {{"", ""},
                                                       {"f", "my"},
                                                       {"fo", "mzxq"},
                                                       {"foo", "mzxw6"},
                                                       {"foob", "mzxw6yq"},
                                                       {"fooba", "mzxw6ytb"},
                                                       {"foobar", "mzxw6ytboi"}};
  for (const auto& [bytes, text] : cases)
    CHECK(base32(bytes) == text);
}
