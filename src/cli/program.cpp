#include "cerec/cli/program.hpp"

#include "cerec/base/text.hpp"
#include "cli/commands/table.hpp"
#include "cli/options/help.hpp"
#include "cli/options/parse.hpp"
#include "cli/output/advised.hpp"
#include "cli/output/version.hpp"
#include "cli/run/narrator.hpp"

#include <fmt/format.h>

namespace cerec::cli {
namespace {

using model::ExitCode;

constexpr int k_sigterm = 15; ///< the header of signals is for the shell alone

/// All of one run that outlives its command.
struct Run {
  System& system;
  CommonOptions common;
  Output output;
  std::string command;

  explicit Run(System& with)
      : system(with), output(with.terminal, with.files, with.environment, with.clock) {}
};

/// A result that did not end well has the code of its failure, or the one of invalid input.
ExitCode code_of(const Finished& finished, System& system) {
  const operations::Ended& ended = ended_of(finished.result);
  if (ended.failure)
    return ended.failure->kind == base::FailureKind::interrupted && system.signals.first() == k_sigterm
               ? ExitCode::terminated
               : model::exit_code_of(ended.failure->kind);
  return ended.diagnostics.has_errors() ? ExitCode::invalid : finished.code;
}

/// Ends a run: one report, whatever happened, and the exit code that goes with it.
int finish(Run& run, const Finished& finished, bool began = true) {
  ExitCode code = code_of(finished, run.system);
  report::Document document = report::document_of(finished.result);
  document.command = run.command;
  document.version = std::string(cerec_version());
  document.exit_code = code;
  document.apply_command = finished.apply_command;
  document.detailed_keeps = finished.detailed_keeps;
  document.began = began;
  if (!run.output.close(std::move(document)) && code == ExitCode::fine)
    code = ExitCode::error;
  if (!run.system.terminal.out_ok()) {
    run.output.complaint("cerec: error: cannot write to stdout");
    const bool interrupted = run.system.signals.count() > 0; // nobody reads, and it was to end
    if (code == ExitCode::fine || code == ExitCode::changes)
      code = !interrupted                              ? ExitCode::error
             : run.system.signals.first() == k_sigterm ? ExitCode::terminated
                                                       : ExitCode::interrupted;
  }
  return static_cast<int>(code);
}

/// A run that does not begin; reported as far as possible in the format that its command line asks for.
int refuse(Run& run, const std::vector<std::string>& arguments, report::Result nothing,
           base::Failure failure) {
  OutputSettings settings;
  if (auto targets = parse_targets(wanted_outputs(arguments)))
    settings.targets = std::move(*targets);
  run.output.configure(std::move(settings));
  ended_of(nothing).failure = std::move(failure);
  return finish(run, {std::move(nothing)}, false);
}

base::Result<OutputSettings> output_settings(const CommonOptions& common) {
  std::vector<std::string> wanted = common.outputs;
  if (common.json)
    wanted.emplace_back("json");
  auto targets = parse_targets(wanted);
  if (!targets)
    return tl::unexpected(targets.error());
  for (OutputTarget& target : *targets)
    target.file = target.file.empty() ? target.file : common.workspace.at(target.file);
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

Finished text(std::string content) {
  report::TextResult result;
  result.text = std::move(content);
  return {std::move(result)};
}

int run_chosen(Run& run, const Chosen& chosen) {
  const auto invocation = chosen.row->make();
  OptionSet options;
  declare_all(*chosen.row, *invocation, run.common, options);
  const auto parsed = parse_options(chosen.arguments, options);
  if (asks_for_help(chosen.arguments))
    return finish(run, text(help_text(page_of(*chosen.row))));
  if (!parsed)
    return refuse(run, chosen.arguments, invocation->nothing(), parsed.error());
  auto settings = output_settings(run.common);
  if (!settings)
    return refuse(run, chosen.arguments, invocation->nothing(), settings.error());
  run.output.configure(std::move(*settings));
  const std::string repeated = repeated_flags(run.common.workspace, invocation->manifests());
  Narrator narrator(run.output, run.command, repeated);
  Shell shell{run.system, run.common, run.output, narrator};
  Finished finished = invocation->run(shell);
  complete_advice(finished.result, repeated);
  operations::Ended& ended = ended_of(finished.result);
  // Faults of inputs that a signal kept from being read are none.
  if (!ended.failure && ended.diagnostics.has_errors() && run.system.signals.count() > 0)
    ended.failure = {base::FailureKind::interrupted, "interrupted", ""};
  return finish(run, finished);
}

int run_guarded(const std::vector<std::string>& arguments, Run& run) {
  auto chosen = choose(arguments);
  if (!chosen)
    return refuse(run, arguments, operations::PlanResult(), chosen.error());
  run.command = std::string(chosen->row->name);
  return run_chosen(run, *chosen);
}

} // namespace

int run(const std::vector<std::string>& arguments, System& system) {
  Run run(system);
  try {
    return run_guarded(arguments, run);
  } catch (const std::exception& error) {
    // Failures are values; an exception is a bug or a foreign library's.
    return finish(
        run, refused<operations::PlanResult>({base::FailureKind::error,
                                              fmt::format("this is a bug: {}", base::visible(error.what())),
                                              "please report it with the command line and the version"}));
  }
}

} // namespace cerec::cli
