#include "cli/options/help.hpp"

#include "cerec/base/text.hpp"
#include "cerec/model/exit_code.hpp"

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

std::string usage_line(const CommandPage& page) {
  std::string out = fmt::format("cerec {}", page.name);
  const auto& positional = page.options.positional();
  if (positional.most > 0)
    out += positional.least > 0 ? " " + positional.value : " [" + positional.value + "]";
  return out + " [options]";
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

std::string overview_text(const std::vector<CommandPage>& pages) {
  std::string out = "cerec makes the element instances of an account match the manifests in Git.\n\n"
                    "Examples:\n"
                    "  cerec validate -f instances/\n"
                    "  cerec plan -f instances/ --out plan.json\n"
                    "  cerec apply plan.json\n\n"
                    "Commands:\n";
  for (const CommandPage& page : pages)
    out += fmt::format("  {:<12} {}\n", page.name, page.help);
  return out + "\n`cerec help COMMAND` tells more; `cerec check` shows the settings and tries the account.\n";
}

std::string help_text(const CommandPage& page) {
  std::string out = fmt::format("cerec {}: {}\n", page.name, page.help);
  out += "\nExamples:\n";
  for (const std::string_view example : page.examples)
    out += fmt::format("  {}\n", example);
  if (!page.about.empty())
    out += "\n" + wrapped(page.about, 0) + "\n";
  out += fmt::format("\nUsage:\n  {}\n", usage_line(page));
  if (const auto& positional = page.options.positional(); positional.most > 0)
    out += fmt::format("\n  {}: {}\n", positional.value, positional.help);
  return out + options_text(page.options);
}

std::string reference_markdown(const std::vector<CommandPage>& pages) {
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
  for (const CommandPage& page : pages)
    out += fmt::format("\n## cerec {}\n\n```\n{}```\n", page.name, help_text(page));
  return out;
}

} // namespace cerec::cli
