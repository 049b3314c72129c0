#include "cli/commands/table.hpp"

#include "cerec/base/text.hpp"
#include "cli/options/settings.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::cli {

using enum config::SettingGroup;

// clang-format off
const std::vector<CommandRow>& commands() {
  static const std::vector<CommandRow> table{
      {"validate", "check manifests without any request",
       "Every fault is shown with its place, its line and a hint, all at once. No credentials are needed, and "
       "references are not resolved.",
       {"cerec validate -f instances/", "cerec validate -f gooddata.yaml -o json"},
       {trust}, make_validate},
      {"plan", "show what an apply would change",
       "Reads the account and writes nothing to it. With --out the plan is saved for `cerec apply FILE`. Exit code "
       "9 if a safety limit or a protection refuses a part of it; with --detailed-exitcode, 2 if there are changes.",
       {"cerec plan -f instances/", "cerec plan -f instances/ --out plan.json --detailed-exitcode",
        "cerec plan --prune --max-deletes 2 -o markdown=plan.md"},
       {planning, settling, account, trust}, make_plan_command},
      {"show", "show a saved plan", "Needs no credentials and sends no request.",
       {"cerec show plan.json", "cerec show plan.json -o markdown"}, {}, make_show},
      {"apply", "make the account match the manifests, or carry out a saved plan",
       "Shows the plan and asks on a terminal; elsewhere --auto-approve is needed. With a saved plan, planning flags "
       "are refused, the account is read again, and what moved since is not touched (exit code 7).",
       {"cerec apply -f instances/", "cerec apply -f instances/ --auto-approve -o json",
        "cerec apply plan.json --expect-digest sha256:..."},
       {applying, settling, planning, account, trust}, make_apply},
      {"destroy", "delete all instances of a stack",
       "The stack has to be named. The limits on deletes and `protect` count here too.",
       {"cerec destroy --stack staging", "cerec destroy --stack staging --max-deletes 50 --auto-approve"},
       {applying, settling, planning, account, trust}, make_destroy},
      {"drift", "tell edits of the account from edits of the manifests",
       "Cannot write and takes no lock. Exit code 2 if something needs attention; --fail-on says what does.",
       {"cerec drift -f instances/", "cerec drift -f instances/ --fail-on drift,missing -o json"},
       {settling, account, trust}, make_drift},
      {"explain", "say why one instance is planned as it is",
       "Shows the manifest's line, the live instance, who owns it, and for each field that differs which side moved.",
       {"cerec explain analytics-prod -f instances/", "cerec explain gooddata/analytics-prod"},
       {settling, account, trust}, make_explain},
      {"export", "write manifests from the live account",
       "Secrets become ${env:NAME} references; the names to fill are listed on stderr. An export of managed "
       "instances plans no change.",
       {"cerec export > instances.yaml", "cerec export --managed --out-dir instances/ --references secrets.txt"},
       {account, trust}, make_export},
      {"fmt", "rewrite manifests in canonical form",
       "Prints the names of the files that changed. With --check nothing is written, and the exit code is 2 if a "
       "file is not canonical.",
       {"cerec fmt -f instances/", "cerec fmt --check -f instances/", "cerec fmt -f - < one.yaml"},
       {trust}, make_fmt},
      {"token", "list, print or publish the tokens of instances",
       "`list` shows where tokens are kept, never a token. `get NAME` prints one token: from the token file, or from "
       "the service with --live or if no file has it; stderr says when the service was not "
       "asked. `sync` writes all tokens of the stack to their sinks again.",
       {"cerec token get analytics-prod", "cerec token list", "cerec token sync -f instances/"},
       {account, trust}, make_token},
      {"elements", "list the known elements, or what one of them needs", "Built in; sends no request.",
       {"cerec elements", "cerec elements gooddata"}, {}, make_elements},
      {"schema", "print the JSON Schema of the manifest format, or of the output", "",
       {"cerec schema > cerec.schema.json", "cerec schema --output > output.schema.json"}, {},
       make_schema},
      {"check", "show every setting with its source, and try the account",
       "Secrets are shown as set or unset. Reads one page of instances and writes nothing.",
       {"cerec check", "cerec check --offline", "cerec check --environment prod -o json"},
       {planning, applying, settling, account, trust}, make_check},
      {"completion", "print a completion script", "",
       {"source <(cerec completion bash)", "cerec completion zsh > ~/.zfunc/_cerec",
        "cerec completion fish > ~/.config/fish/completions/cerec.fish"},
       {}, make_completion},
      {"version", "print the version", "", {"cerec version", "cerec version -o json"}, {},
       make_version},
      {"help", "help for cerec or for one command", "", {"cerec help plan"}, {}, make_help},
  };
  return table;
}
// clang-format on

const CommandRow* find_command(std::string_view name) {
  const auto& table = commands();
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const CommandRow& row) { return row.name == name; });
  return found == table.end() ? nullptr : &*found;
}

base::Failure unknown_command(std::string_view word) {
  std::vector<std::string_view> names;
  for (const CommandRow& row : commands())
    names.push_back(row.name);
  if (word == "unlock")
    return {base::FailureKind::usage, "there is no `unlock`: none is needed",
            "the lock is the operating system's and ends with the process that holds it"};
  if (word == "init" || word == "destroy-all" || word == "import")
    return {base::FailureKind::usage, fmt::format("there is no `{}`", word),
            word == "import"
                ? "an apply adopts an unowned instance that has the element and the name of a manifest; "
                  "`cerec export` writes manifests"
                : "see `cerec help`"};
  const auto near = base::did_you_mean(word, names);
  return {base::FailureKind::usage, fmt::format("unknown command `{}`", base::visible(word)),
          near ? fmt::format("did you mean `cerec {}`?", *near) : "`cerec help` lists the commands"};
}

CommandPage page_of(const CommandRow& row) {
  const auto invocation = row.make();
  CommonOptions common;
  CommandPage page{row.name, row.help, row.about, row.examples, {}};
  declare_all(row, *invocation, common, page.options);
  return page;
}

std::vector<CommandPage> all_pages() {
  std::vector<CommandPage> pages;
  for (const CommandRow& row : commands())
    pages.push_back(page_of(row));
  return pages;
}

OptionShapes shapes_of_all() {
  OptionShapes shapes{{"--version", false}, {"-V", false}}; // they stand for a command
  for (const CommandPage& page : all_pages())
    for (const Option& option : page.options.options())
      for (const std::string& name : option.names)
        shapes.emplace(name, !option.value.empty());
  return shapes;
}

void declare_common(OptionSet& options, CommonOptions& common) {
  options.group("Project");
  options.text({"--project"}, "FILE", common.workspace.project,
               "project file instead of cerec.yaml [CEREC_PROJECT]");
  options.text({"-C", "--chdir"}, "DIR", common.workspace.directory,
               "look for the project file and for paths in DIR");
  options.text({"--environment"}, "NAME", common.workspace.environment,
               "environment of the project file [CEREC_ENVIRONMENT]");
  options.group("Output");
  std::string names;
  for (const report::FormatRow& row : report::formats())
    names += (names.empty() ? "" : &row == &report::formats().back() ? " or " : ", ") + std::string(row.name);
  const bool is_taken = options.find("--output") != nullptr; // `cerec schema --output`
  options.list(is_taken ? std::vector<std::string>{"-o"} : std::vector<std::string>{"-o", "--output"},
               "FORMAT[=FILE]", common.outputs, names + "; repeatable with =FILE (+=FILE adds to it)");
  options.flag({"--json"}, common.json, "the same as -o json");
  options.flag({"--no-color"}, common.no_color, "no colour [NO_COLOR, CEREC_NO_COLOR]");
  options.flag({"--no-progress"}, common.no_progress, "no progress on stderr");
  options.flag({"-q", "--quiet"}, common.quiet, "only results, warnings and errors");
  options.flag({"-h", "--help"}, common.help, "this help");
}

void declare_all(const CommandRow& row, Invocation& invocation, CommonOptions& common, OptionSet& options) {
  invocation.declare(options);
  declare_settings(options, row.settings, common.workspace.settings);
  declare_common(options, common);
}

} // namespace cerec::cli
