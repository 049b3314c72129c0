#include "cerec/base/path.hpp"

#include <doctest/doctest.h>

namespace cerec {

TEST_CASE("a path is put behind its folder, unless it is absolute or there is none") {
  CHECK(base::join_path("a", "b/c") == "a/b/c");
  CHECK(base::join_path("a/", "b") == "a/b");
  CHECK(base::join_path("/", "b") == "/b");
  CHECK(base::join_path("", "b") == "b");
  CHECK(base::join_path("a", "") == "");
  CHECK(base::join_path("a", "/b") == "/b");
}

TEST_CASE("the folder of a file is what stands before its name") {
  CHECK(base::folder_of("a/b/c") == "a/b");
  CHECK(base::folder_of("/c") == "/");
  CHECK(base::folder_of("c") == ".");
}

} // namespace cerec
