#include "cerec/crypto/fingerprint.hpp"

#include <doctest/doctest.h>
#include <functional>
#include <string>

using cerec::base::Secret;
using namespace cerec::crypto;

namespace {

class Counting {
public:
  uint64_t operator()() { return number_ += 0x9E3779B97F4A7C15ULL; }

private:
  uint64_t number_ = 0;
};

} // namespace

TEST_CASE("a key has to be able to hold 256 random bits") {
  CHECK(is_random_key(Secret("hq5rU5BpDeNQ8U3kOk9YwTJcJvHWCS80vZ-wkTA-9eU")));
  CHECK(is_random_key(Secret("hq5rU5BpDeNQ8U3kOk9YwTJcJvHWCS80vZ+wkTA+9eU=")));
  CHECK(is_random_key(Secret("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")));
  for (const char* weak :
       {"", "team2024", "another key of thirty-two bytes!", "hq5rU5BpDeNQ8U3kOk9YwTJcJvHWCS80vZ-wkTA-9e",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a0", // 63 digits
        "0123456789abcdef0123456789abcdef",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "0123456701234567012345670123456701234567012345670123456701234567"}) {
    CAPTURE(weak);
    CHECK_FALSE(is_random_key(Secret(weak)));
  }
}

TEST_CASE("a new key is one, and no two are alike") {
  Counting random;
  const Secret one = new_key(std::ref(random)), other = new_key(std::ref(random));
  CHECK(is_random_key(one));
  CHECK(is_random_key(other));
  CHECK_FALSE(one.same_as(other));
}
