#include "cli/options/help.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cerec::cli {
namespace {

constexpr size_t k_width = 96;

/// Words broken into lines, each after the first with `indent` blanks in front.
std::string wrapped(std::string_view text, size_t indent) {
  std::string out;
  size_t column = indent;
  for (const std::string_view word : base::split(text, ' ')) {
    if (column > indent && column + 1 + word.size() > k_width) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    }
    if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
  }
  return out;
}

std::string option_text(const Option& option) {
  constexpr size_t left = 32;
  std::string names = fmt::format("  {}", fmt::join(option.names, ", "));
  if (!option.value.empty())
    names += " " + option.value;
  const std::string gap =
      names.size() + 2 > left ? "\n" + std::string(left, ' ') : std::string(left - names.size(), ' ');
  return names + gap + wrapped(option.help, left) + "\n";
}

std::string usage_line(const CommandRow& row, const OptionSet& options) {
  std::string out = fmt::format("cerec {}", row.name);
  const auto& positional = options.positional();
  if (positional.most > 0)
    out += positional.least > 0 ? " " + positional.value : " [" + positional.value + "]";
  return out + " [options]";
}

struct Declared {
  std::unique_ptr<Invocation> invocation;
  CommonOptions common;
  OptionSet options;
};

std::unique_ptr<Declared> declared(const CommandRow& row) {
  auto out = std::make_unique<Declared>();
  out->invocation = row.make();
  declare_all(row, *out->invocation, out->common, out->options);
  return out;
}

std::string options_text(const OptionSet& options) {
  std::string out, group;
  for (const Option& option : options.options()) {
    if (option.hidden)
      continue;
    if (option.group != group)
      out += fmt::format("\n{}:\n", option.group);
    group = option.group;
    out += option_text(option);
  }
  return out;
}

struct CodeRow {
  model::ExitCode code;
  std::string_view meaning;
};
constexpr CodeRow k_codes[] = {
    {model::ExitCode::fine, "success"},
    {model::ExitCode::error, "error; nothing else fits"},
    {model::ExitCode::changes, "changes present: `plan --detailed-exitcode`, `drift`, `fmt --check`"},
    {model::ExitCode::invalid, "usage, settings or manifests are invalid; nothing was changed"},
    {model::ExitCode::credentials, "the service refused the credentials"},
    {model::ExitCode::some_failed, "some changes failed or were not tried"},
    {model::ExitCode::unknown, "the outcome of a change is unknown"},
    {model::ExitCode::stale, "the saved plan is stale or another account's"},
    {model::ExitCode::locked, "another run holds the lock"},
    {model::ExitCode::refused, "a safety limit or a protection refuses a change"},
    {model::ExitCode::interrupted, "interrupted (SIGINT)"},
    {model::ExitCode::terminated, "interrupted (SIGTERM, SIGHUP)"},
};

} // namespace

std::string overview_text() {
  std::string out = "cerec makes the element instances of an account match the manifests in Git.\n\n"
                    "Examples:\n"
                    "  cerec validate -f instances/\n"
                    "  cerec plan -f instances/ --out plan.json\n"
                    "  cerec apply plan.json\n\n"
                    "Commands:\n";
  for (const CommandRow& row : commands())
    out += fmt::format("  {:<12} {}\n", row.name, row.help);
  return out + "\n`cerec help COMMAND` tells more; `cerec check` shows the settings and tries the account.\n";
}

std::string help_text(const CommandRow& row) {
  const auto all = declared(row);
  std::string out = fmt::format("cerec {}: {}\n", row.name, row.help);
  out += "\nExamples:\n";
  for (const std::string_view example : row.examples)
    out += fmt::format("  {}\n", example);
  if (!row.about.empty())
    out += "\n" + wrapped(row.about, 0) + "\n";
  out += fmt::format("\nUsage:\n  {}\n", usage_line(row, all->options));
  if (const auto& positional = all->options.positional(); positional.most > 0)
    out += fmt::format("\n  {}: {}\n", positional.value, positional.help);
  return out + options_text(all->options);
}

std::string reference_markdown() {
  std::string out =
      "# Command line\n\n"
      "This page is `cerec help --markdown`; a test keeps it so.\n\n"
      "stdout carries the result, stderr the rest. Long options take two dashes; Terraform's spelling\n"
      "with one (`-out`, `-json`, `-auto-approve`, `-detailed-exitcode`, `-parallelism=3`) is accepted.\n"
      "Flags may stand anywhere, also before the command.\n\n"
      "## Exit codes\n\n| code | word in JSON | meaning |\n|---|---|---|\n";
  for (const CodeRow& row : k_codes)
    out += fmt::format("| {} | `{}` | {} |\n", static_cast<int>(row.code), model::text_of(row.code),
                       row.meaning);
  for (const CommandRow& row : commands())
    out += fmt::format("\n## cerec {}\n\n```\n{}```\n", row.name, help_text(row));
  return out;
}

std::string settings_markdown() {
  std::string out =
      "| key of cerec.yaml | flag | variable | default | authority | meaning |\n|---|---|---|---|---|---|\n";
  for (const SettingRow& row : setting_rows()) {
    std::vector<std::string> variables;
    for (const std::string_view variable : row.variables)
      variables.push_back(fmt::format("`{}`", variable));
    std::string value(row.value);
    for (size_t at = 0; (at = value.find('|', at)) != std::string::npos; at += 2)
      value.replace(at, 1, "\\|");
    const std::string flag = row.flag.empty() ? "none: never on a command line"
                             : value.empty()  ? fmt::format("`{}`", row.flag)
                                              : fmt::format("`{} {}`", row.flag, value);
    out += fmt::format(
        "| {} | {} | {} | {} | {} | {} |\n",
        row.authority == Authority::operator_ ? "none: never from a file" : fmt::format("`{}`", row.key),
        flag, fmt::join(variables, ", "), row.fallback.empty() ? "" : fmt::format("`{}`", row.fallback),
        text_of(row.authority), row.help);
  }
  return out;
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

} // namespace cerec::cli
