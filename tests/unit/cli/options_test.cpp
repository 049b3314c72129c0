#include "cli/commands/table.hpp"
#include "cli/options/help.hpp"
#include "cli/options/parse.hpp"

#include "support/golden.hpp"

#include <doctest/doctest.h>

using namespace cerec;

namespace {

struct Sample {
  bool prune = false, approve = false;
  std::optional<std::string> out, format;
  std::vector<std::string> files, words;
  cli::OptionSet options;

  Sample() {
    options.flag({"--prune"}, prune, "");
    options.flag({"--auto-approve"}, approve, "");
    options.alias("--auto-approve", "--yes");
    options.text({"--out"}, "FILE", out, "");
    options.choice({"--mode"}, {"delete", "disable"}, format, "");
    options.list({"-f", "--filename"}, "PATH", files, "");
    options.positionals("FILE", words, 0, 1, "a file");
  }
  std::string fault(const std::vector<std::string>& arguments) {
    const auto parsed = cli::parse_options(arguments, options);
    return parsed ? "" : parsed.error().message + " | " + parsed.error().hint;
  }
};

} // namespace

TEST_CASE("options in any order, with one dash or two") {
  Sample sample;
  REQUIRE(sample.fault({"plan.json", "-f", "a", "-auto-approve", "--filename=b", "-out=p", "-f", "-",
                        "--prune"}) == "");
  CHECK(sample.prune);
  CHECK(sample.approve);
  CHECK(sample.out == "p");
  CHECK(sample.files == std::vector<std::string>{"a", "b", "-"});
  CHECK(sample.words == std::vector<std::string>{"plan.json"});
}

TEST_CASE("a flag can be said to be off, an alias counts, the last single value wins") {
  Sample sample;
  REQUIRE(sample.fault({"--prune=false", "--yes", "--out", "a", "--out", "b"}) == "");
  CHECK_FALSE(sample.prune);
  CHECK(sample.approve);
  CHECK(sample.out == "b");
}

TEST_CASE("what follows two dashes is no option") {
  Sample sample;
  REQUIRE(sample.fault({"--", "-out"}) == "");
  CHECK(sample.words == std::vector<std::string>{"-out"});
}

TEST_CASE("faults of a command line") {
  struct Case {
    std::vector<std::string> arguments;
    std::string fault;
  };
  const Case cases[] = {
      {{"--prun"}, "unknown option `--prun` | did you mean `--prune`?"},
      {{"-prun"}, "unknown option `-prun` | did you mean `--prune`?"},
      {{"--frobnicate=1"}, "unknown option `--frobnicate` | `--help` lists the options"},
      {{"--out"}, "--out needs a value | `--help` lists the options"},
      {{"--out", "--prune"}, "--out needs a value, and `--prune` is an option | write --out=FILE"},
      {{"--mode", "disabel"}, "--mode does not accept `disabel` | did you mean `disable`?"},
      {{"--mode=x"}, "--mode does not accept `x` | it accepts delete, disable"},
      {{"--prune="}, "--prune got an empty value | write --prune or --prune=false"},
      {{"--prune=garbage"},
       "--prune: expected true or false, not `garbage` | write --prune or --prune=false"},
      {{"--yes="}, "--yes got an empty value | write --yes or --yes=false"},
      {{"--out="}, "--out got an empty value | is a variable empty? write --out=FILE"},
      {{"-f", ""}, "--filename got an empty value | is a variable empty? write --filename=PATH"},
      {{"one", "two"}, "unexpected argument `two` | manifests are named with -f PATH"},
  };
  for (const Case& one : cases) {
    Sample sample;
    CHECK(sample.fault(one.arguments) == one.fault);
  }
}

TEST_CASE("the last word counts where a flag is said twice") {
  Sample sample;
  REQUIRE(sample.fault({"--prune=false", "--prune"}) == "");
  CHECK(sample.prune);
  REQUIRE(sample.fault({"--prune", "--prune=no", "--auto-approve=true"}) == "");
  CHECK_FALSE(sample.prune);
  CHECK(sample.approve);
}

TEST_CASE("the command word is never the value of an option") {
  const auto at = [](const std::vector<std::string>& arguments) -> std::string {
    const auto found = cli::find_command(arguments, cli::shapes_of_all());
    return found ? std::to_string(*found) : found.error().message;
  };
  CHECK(at({"plan", "-f", "x"}) == "0");
  CHECK(at({"-C", "dir", "plan"}) == "2");
  CHECK(at({"-chdir", "dir", "--no-color", "apply"}) == "3");
  CHECK(at({"-chdir=dir", "apply"}) == "1");
  CHECK(at({"--no-color"}) == "1");
  CHECK(at({"--stack", "destroy", "plan"}) == "2"); // an option of some commands alone
  CHECK(at({"-f", "apply", "plan"}) == "2");
  CHECK(at({"-qf", "apply", "plan"}) == "2");
  CHECK(at({"-fapply", "plan"}) == "1");
  CHECK(at({"--prune", "apply"}) == "1");
  CHECK(at({"--version"}) == "1");
  CHECK(at({"--stak", "destroy", "plan"}) == "unknown option `--stak`");
  CHECK(at({"--", "plan"}) == "1");
}

TEST_CASE("no option takes a value in one command and none in another") {
  std::map<std::string, bool> takes;
  for (const cli::CommandRow& row : cli::commands()) {
    cli::CommonOptions common;
    cli::OptionSet options;
    const auto invocation = row.make();
    cli::declare_all(row, *invocation, common, options);
    for (const cli::Option& option : options.options())
      for (const std::string& name : option.names) {
        INFO(row.name << " " << name);
        if (row.name == "schema" && name == "--output") // of this command alone, and after its word
          continue;
        CHECK(takes.emplace(name, !option.value.empty()).first->second == !option.value.empty());
      }
  }
}

TEST_CASE("no two options of a command share a name, and each has a help text") {
  for (const cli::CommandRow& row : cli::commands()) {
    cli::CommonOptions common;
    cli::OptionSet options;
    const auto invocation = row.make();
    cli::declare_all(row, *invocation, common, options);
    std::vector<std::string> seen;
    for (const cli::Option& option : options.options())
      for (const std::string& name : option.names) {
        INFO(row.name << " " << name);
        CHECK(std::find(seen.begin(), seen.end(), name) == seen.end());
        CHECK_FALSE(option.help.empty());
        seen.push_back(name);
      }
    CHECK_FALSE(row.examples.empty());
  }
}

TEST_CASE("docs/cli.md is the program's own help") {
  CHECK(test::golden_difference("docs/cli.md", cli::reference_markdown(cli::all_pages())) == "");
}

TEST_CASE("words that are no command") {
  CHECK(cli::unknown_command("aply").hint == "did you mean `cerec apply`?");
  CHECK(cli::unknown_command("unlock").message == "there is no `unlock`: none is needed");
  CHECK(cli::unknown_command("frobnicate").hint == "`cerec help` lists the commands");
}
