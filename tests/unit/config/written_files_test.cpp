#include "cerec/config/written_files.hpp"

#include "support/memory_files.hpp"

#include <doctest/doctest.h>

using namespace cerec;

TEST_CASE("files that a command line names: no folder is made but that of --out-dir, and links are judged") {
  test::MemoryFiles files;
  config::WrittenFiles written(files, {});
  CHECK(written.write("a.json", "x", 0600));
  CHECK(written.write("no/a.json", "x", 0600).error().hint == "make it first: mkdir -p no");
  CHECK(written.append("no/a.json", "x", 0600).error().kind == base::FailureKind::usage);
  CHECK(written.append("a.json", "y", 0600));
  CHECK(files.content("a.json") == "xy");
  CHECK(written.write_into("out", "out/a.yaml", "x", 0644));
  CHECK_FALSE(written.write_into("no/out", "no/out/a.yaml", "x", 0644));
}

TEST_CASE("a link of the checkout leads no written file away, unless the project is trusted") {
  test::MemoryFiles files;
  files.put("/repo/cerec.yaml", "stack: prod\n");
  files.link("/repo/link", "/etc/passwd");
  config::WrittenFiles written(files, config::Trust({}, "/repo", files));
  CHECK_FALSE(written.write("/repo/link", "x", 0600));
  CHECK_FALSE(written.append("/repo/link", "x", 0600));
  CHECK_FALSE(written.write_into("/repo", "/repo/link", "x", 0600));
  config::Grants all;
  all.all = true;
  CHECK(config::WrittenFiles(files, config::Trust(all, "/repo", files)).check("/repo/link"));
}
