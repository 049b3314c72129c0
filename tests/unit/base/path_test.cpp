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

TEST_CASE("an absolute path has no dots, and a relative one is the way from a folder") {
  CHECK(base::absolute_path("/a/b", "../c/./d//e") == "/a/c/d/e");
  CHECK(base::absolute_path("/a/b", "/x/../y/") == "/y");
  CHECK(base::absolute_path("/a/b", "") == "/a/b");
  CHECK(base::absolute_path("/a", "../../..") == "/");
  CHECK(base::relative_path("/a/b", "/a/b/c/d") == "c/d");
  CHECK(base::relative_path("/a/b", "/a/bc") == "../bc");
  CHECK(base::relative_path("/a/b/c", "/a/x") == "../../x");
  CHECK(base::relative_path("/", "/x") == "x");
  CHECK(base::relative_path("/a", "/a") == ".");
}

} // namespace cerec
