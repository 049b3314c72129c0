#include "cli/output/output.hpp"
#include "cli/output/written_files.hpp"

#include "support/memory_files.hpp"

#include <doctest/doctest.h>

using namespace cerec;

TEST_CASE("files that a command line names: no folder is made but that of --out-dir, and links are judged") {
  test::MemoryFiles files;
  cli::WrittenFiles written(files);
  CHECK(written.write("a.json", "x", 0600));
  CHECK(written.write("no/a.json", "x", 0600).error().hint == "make it first: mkdir -p no");
  CHECK(written.append("no/a.json", "x", 0600).error().kind == base::FailureKind::usage);
  CHECK(written.append("a.json", "y", 0600));
  CHECK(files.content("a.json") == "xy");
  CHECK(written.write_into("out", "out/a.yaml", "x", 0644));
  CHECK_FALSE(written.write_into("no/out", "no/out/a.yaml", "x", 0644));
  written.judge_by([](const std::string& path) -> base::Result<void> {
    if (path == "link")
      return base::fail("refused");
    return {};
  });
  CHECK(written.write("link", "x", 0600).error().message == "refused");
  CHECK(written.append("link", "x", 0600).error().message == "refused");
  CHECK(written.write_into("out", "link", "x", 0600).error().message == "refused");
}

TEST_CASE("-o FORMAT=FILE replaces, -o FORMAT+=FILE adds") {
  const auto targets = cli::parse_targets({"markdown=a", "json+=b", "jsonl"});
  REQUIRE(targets.has_value());
  CHECK((*targets)[0].file == "a");
  CHECK_FALSE((*targets)[0].append);
  CHECK((*targets)[1].file == "b");
  CHECK((*targets)[1].append);
  CHECK((*targets)[2].file.empty());
  CHECK_FALSE(cli::parse_targets({"json+"}));
  CHECK_FALSE(cli::parse_targets({"json+="}));
}
