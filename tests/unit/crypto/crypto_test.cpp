#include "cerec/crypto/fingerprint.hpp"
#include "cerec/crypto/hash.hpp"

#include <doctest/doctest.h>

using namespace cerec::crypto;
using cerec::base::Secret;

TEST_CASE("sha256 of the standard's examples") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
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

TEST_CASE("marks depend on path, value and salt, and fit their bits") {
  const FingerprintKey key = FingerprintKey::from_configured(Secret("k"));
  const FieldMark mark = key.mark("configuration.password", "hunter2", 0);
  CHECK(mark == key.mark("configuration.password", "hunter2", 0));
  CHECK(mark.path == key.mark_path("configuration.password", 0));
  CHECK(mark.path < 1U << 24);
  CHECK(mark.value != key.mark("configuration.password", "hunter3", 0).value);
  CHECK(mark.value != key.mark("configuration.passwort", "hunter2", 0).value);
  CHECK(mark.path != key.mark_path("configuration.password", 1));
  CHECK(key.short_mark("p", "v").size() == 8);
  CHECK(key.short_mark("p", "v") != key.short_mark("p", "w"));
}
