#include "cerec/cli/program.hpp"

#include "cerec/base/text.hpp"
#include "cli/commands/table.hpp"
#include "cli/options/help.hpp"
#include "cli/options/parse.hpp"

#include <fmt/format.h>

namespace cerec::cli {
namespace {

using model::ExitCode;

/// Ends a run: one report, whatever happened, and the exit code that goes with it.
int finish(Context& context, ExitCode code) {
  const bool fine =
      context.output.close(context.document(code), context.state.raw, context.state.raw_is_data);
  if (!fine && code == ExitCode::fine)
    code = ExitCode::error;
  if (!context.system.terminal.out_ok()) {
    context.output.complaint("cerec: error: cannot write to stdout");
    const bool interrupted = context.system.signals.count() > 0; // nobody reads, and it was to end
    if (code == ExitCode::fine || code == ExitCode::changes)
      code =
          interrupted ? context.stop({base::FailureKind::interrupted, "interrupted", ""}) : ExitCode::error;
  }
  return static_cast<int>(code);
}

/// A wrong command line, told in the format that it asks for as far as that can be made out.
int refuse(Context& context, const std::vector<std::string>& arguments, base::Failure failure) {
  OutputSettings settings;
  if (auto targets = parse_targets(wanted_outputs(arguments)))
    settings.targets = std::move(*targets);
  context.output.configure(std::move(settings));
  return finish(context, context.stop(std::move(failure)));
}

base::Result<OutputSettings> output_settings(const CommonOptions& common, const CommandRow& row,
                                             const Context& context) {
  std::vector<std::string> wanted = common.outputs;
  if (common.json)
    wanted.emplace_back("json");
  auto targets = parse_targets(wanted);
  if (!targets)
    return tl::unexpected(targets.error());
  for (OutputTarget& target : *targets) {
    target.file = context.at(target.file);
    const bool known = row.formats == Formats::all || target.format->name == "text" ||
                       (row.formats == Formats::text_or_json && target.format->name == "json");
    if (!known || (row.formats == Formats::text_or_json && !target.file.empty()))
      return base::fail(fmt::format("cerec {} prints text or json, to stdout", row.name),
                        base::FailureKind::usage);
  }
  OutputSettings settings;
  settings.targets = std::move(*targets);
  settings.no_color = common.no_color;
  settings.quiet = common.quiet;
  settings.no_progress = common.no_progress;
  return settings;
}

/// Where the command word stands; "-h", "--help", "--version" and nothing at all stand for commands too.
struct Chosen {
  const CommandRow* row = nullptr;
  std::vector<std::string> arguments; ///< without the command word
};

base::Result<Chosen> choose(const std::vector<std::string>& arguments) {
  const bool word_first = !arguments.empty() && !arguments[0].empty() && arguments[0][0] != '-';
  const auto found = word_first ? base::Result<size_t>(0) : find_command(arguments, shapes_of_all());
  if (!found)
    return tl::unexpected(found.error());
  const size_t at = *found;
  if (at >= arguments.size()) {
    for (const std::string& argument : arguments) {
      if (argument == "--version" || argument == "-version" || argument == "-V")
        return Chosen{find_command("version"), {}};
      if (argument == "--help" || argument == "-help" || argument == "-h")
        return Chosen{find_command("help"), {}};
    }
    return base::fail("no command", base::FailureKind::usage, "`cerec help` lists the commands");
  }
  Chosen chosen{find_command(arguments[at]), arguments};
  if (chosen.row == nullptr)
    return tl::unexpected(unknown_command(arguments[at]));
  chosen.arguments.erase(chosen.arguments.begin() + static_cast<std::ptrdiff_t>(at));
  return chosen;
}

/// Also on a command line that is wrong otherwise: who asks for help needs it.
bool asks_for_help(const std::vector<std::string>& arguments) {
  for (const std::string& argument : arguments) {
    if (argument == "--")
      return false;
    if (argument == "-h" || argument == "--help" || argument == "-help")
      return true;
  }
  return false;
}

int run_chosen(Context& context, const Chosen& chosen) {
  const auto invocation = chosen.row->make();
  OptionSet options;
  declare_all(*chosen.row, *invocation, context.common, options);
  const auto parsed = parse_options(chosen.arguments, options);
  if (asks_for_help(chosen.arguments)) {
    context.state.raw = help_text(page_of(*chosen.row));
    return finish(context, ExitCode::fine);
  }
  if (!parsed)
    return refuse(context, chosen.arguments, parsed.error());
  auto settings = output_settings(context.common, *chosen.row, context);
  if (!settings)
    return refuse(context, chosen.arguments, settings.error());
  context.output.configure(std::move(*settings));
  const ExitCode code = invocation->run(context);
  // Faults of inputs that a signal kept from being read are none.
  if (code == ExitCode::invalid && context.system.signals.count() > 0)
    return finish(context, context.stop({base::FailureKind::interrupted, "interrupted", ""}));
  return finish(context, code);
}

int run_guarded(const std::vector<std::string>& arguments, Context& context) {
  const auto chosen = choose(arguments);
  if (!chosen)
    return refuse(context, arguments, chosen.error());
  context.state.command = std::string(chosen->row->name);
  return run_chosen(context, *chosen);
}

} // namespace

int run(const std::vector<std::string>& arguments, System& system) {
  Context context(system);
  try {
    return run_guarded(arguments, context);
  } catch (const std::exception& error) {
    // Failures are values; an exception is a bug or a foreign library's.
    return finish(context, context.stop({base::FailureKind::error,
                                         fmt::format("this is a bug: {}", base::visible(error.what())),
                                         "please report it with the command line and the version"}));
  }
}

} // namespace cerec::cli
