#include "cerec/base/secret.hpp"

#include <doctest/doctest.h>
#include <type_traits>

using cerec::base::Secret;

namespace {

template <class T>
concept formattable = requires {
  sizeof(fmt::formatter<T>);
};
template <class T>
concept comparable = requires(const T& a, const T& b) {
  a == b;
};
template <class T>
concept ordered = requires(const T& a, const T& b) {
  a < b;
};

static_assert(formattable<int> && !formattable<Secret>, "a secret must not be formattable");
static_assert(!comparable<Secret> && !ordered<Secret>, "a secret must not be comparable");
static_assert(!std::is_convertible_v<Secret, std::string> &&
              !std::is_convertible_v<Secret, std::string_view>);
static_assert(!std::is_convertible_v<std::string, Secret>, "becoming a secret is said in words");

} // namespace

TEST_CASE("same_as compares bytes") {
  CHECK(Secret("abc").same_as(Secret("abc")));
  CHECK_FALSE(Secret("abc").same_as(Secret("abd")));
  CHECK_FALSE(Secret("abc").same_as(Secret("ab")));
  CHECK(Secret().same_as(Secret("")));
}

TEST_CASE("a moved-from secret is empty, short or long") {
  for (const size_t size : {3U, 300U}) {
    Secret from(std::string(size, 'x'));
    const Secret to(std::move(from));
    CHECK(from.empty()); // NOLINT(bugprone-use-after-move): that is what is tested
    CHECK(to.reveal().size() == size);
    Secret assigned("old");
    Secret again(std::string(size, 'y'));
    assigned = std::move(again);
    CHECK(again.empty()); // NOLINT(bugprone-use-after-move)
    CHECK(assigned.reveal() == std::string(size, 'y'));
  }
}
