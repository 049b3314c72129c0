#include "cli/output/advised.hpp"

#include <doctest/doctest.h>

using namespace cerec;

TEST_CASE("an advised command repeats what says where, and nothing else") {
  config::Workspace common;
  CHECK(cli::repeated_flags(common, {}).empty());
  common.directory = "my deploy";
  common.environment = "eu";
  common.settings = {{"stack", "it's"}, {"limits.parallelism", "3"}, {"limits.timeout", "5s"}};
  CHECK(cli::repeated_flags(common, {"b.yaml", "$a"}) ==
        R"( -C 'my deploy' -f '$a' -f b.yaml --environment eu --stack='it'\''s')");
}

TEST_CASE("a saved plan names its manifests, and what was piped in has to be piped in again") {
  config::Workspace common;
  common.directory = "deploy";
  CHECK(cli::apply_command(common, {"a.yaml"}, "p.json") == "cerec apply p.json -C deploy");
  CHECK(cli::apply_command(common, {"-"}, "p.json") == "cerec apply p.json -C deploy -f -");
}
