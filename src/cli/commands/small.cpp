#include "cerec/manifest/emit.hpp"
#include "cli/commands/table.hpp"
#include "cli/options/completion.hpp"
#include "cli/options/help.hpp"
#include "cli/output/json.hpp"
#include "cli/output/version.hpp"

#include <fmt/format.h>

/// schema, version, completion and help: commands that print one fixed text.
namespace cerec::cli {
namespace {

struct Schema final : Invocation {
  void declare(OptionSet& /*options*/) override {}
  model::ExitCode run(Context& context) override {
    context.state.raw = manifest::json_schema();
    return model::ExitCode::fine;
  }
};

struct Version final : Invocation {
  void declare(OptionSet& /*options*/) override {}
  model::ExitCode run(Context& context) override {
    auto json = json_document(context.state.command, model::ExitCode::fine);
    json["version"] = cerec_version();
    json["libraries"] = http::curl_version_text();
    context.state.raw = context.wants_json()
                            ? json_text(json)
                            : fmt::format("cerec {}\n{}\n", cerec_version(), http::curl_version_text());
    return model::ExitCode::fine;
  }
};

struct Completion final : Invocation {
  std::vector<std::string> shell;
  void declare(OptionSet& options) override {
    options.positionals("bash|zsh|fish", shell, 1, 1, "the shell");
  }
  model::ExitCode run(Context& context) override {
    const auto script = completion_script(shell.front(), all_pages());
    if (!script)
      return context.stop(script.error());
    context.state.raw = *script;
    return model::ExitCode::fine;
  }
};

struct Help final : Invocation {
  std::vector<std::string> command;
  bool markdown = false;
  void declare(OptionSet& options) override {
    options.positionals("COMMAND", command, 0, 1, "a command");
    options.group("Help");
    options.flag({"--markdown"}, markdown, "all of it, as docs/cli.md");
  }
  model::ExitCode run(Context& context) override {
    if (markdown) {
      context.state.raw = reference_markdown(all_pages());
      return model::ExitCode::fine;
    }
    if (command.empty()) {
      context.state.raw = overview_text(all_pages());
      return model::ExitCode::fine;
    }
    const CommandRow* row = find_command(command.front());
    if (row == nullptr)
      return context.stop(unknown_command(command.front()));
    context.state.raw = help_text(page_of(*row));
    return model::ExitCode::fine;
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
