#include "cerec/http/curl_transport.hpp"
#include "cerec/manifest/emit.hpp"
#include "cli/commands/table.hpp"
#include "cli/options/completion.hpp"
#include "cli/options/help.hpp"
#include "cli/output/version.hpp"

#include <fmt/format.h>

/// schema, version, completion and help: commands that print one fixed text.
namespace cerec::cli {
namespace {

Finished text(std::string content) {
  report::TextResult result;
  result.text = std::move(content);
  return {std::move(result)};
}

struct Schema final : Command<report::TextResult> {
  bool output = false;
  void declare(OptionSet& options) override {
    options.group("Schema");
    options.flag({"--output"}, output, "the schema of what cerec prints with -o json and -o jsonl");
  }
  Finished run(Shell& /*shell*/) override {
    return text(output ? report::output_schema() : manifest::json_schema());
  }
};

struct Version final : Command<report::VersionResult> {
  void declare(OptionSet& /*options*/) override {}
  Finished run(Shell& /*shell*/) override {
    report::VersionResult result;
    result.version = std::string(cerec_version());
    result.libraries = http::curl_version_text();
    return {std::move(result)};
  }
};

struct Completion final : Command<report::TextResult> {
  std::vector<std::string> shell_name;
  void declare(OptionSet& options) override {
    options.positionals("bash|zsh|fish", shell_name, 1, 1, "the shell");
  }
  Finished run(Shell& /*shell*/) override {
    auto script = completion_script(shell_name.front(), all_pages());
    return script ? text(std::move(*script)) : refused<report::TextResult>(script.error());
  }
};

struct Help final : Command<report::TextResult> {
  std::vector<std::string> command;
  bool markdown = false;
  void declare(OptionSet& options) override {
    options.positionals("COMMAND", command, 0, 1, "a command");
    options.group("Help");
    options.flag({"--markdown"}, markdown, "all of it, as docs/cli.md");
  }
  Finished run(Shell& /*shell*/) override {
    if (markdown)
      return text(reference_markdown(all_pages()));
    if (command.empty())
      return text(overview_text(all_pages()));
    const CommandRow* row = find_command(command.front());
    return row != nullptr ? text(help_text(page_of(*row)))
                          : refused<report::TextResult>(unknown_command(command.front()));
  }
};

} // namespace

std::unique_ptr<Invocation> make_schema() {
  return std::make_unique<Schema>();
}
std::unique_ptr<Invocation> make_version() {
  return std::make_unique<Version>();
}
std::unique_ptr<Invocation> make_completion() {
  return std::make_unique<Completion>();
}
std::unique_ptr<Invocation> make_help() {
  return std::make_unique<Help>();
}

} // namespace cerec::cli
