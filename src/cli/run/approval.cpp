#include "cli/run/approval.hpp"

#include <fmt/format.h>

namespace cerec::cli {

void declare_execution(OptionSet& options, operations::Execution& execution) {
  options.group("Applying");
  options.flag({"--auto-approve"}, execution.approved, "do not ask");
  options.alias("--auto-approve", "--yes");
  options.flag({"--fail-fast"}, execution.fail_fast, "start nothing new after the first failure");
  options.flag({"--lock"}, execution.lock, "take the lock of this folder (--lock=false: do not)");
}

std::optional<base::Failure> approval_impossible(const Shell& shell, const operations::Execution& execution) {
  io::Terminal& terminal = shell.system.terminal;
  const report::FormatRow& format = shell.output.format();
  const bool shows_plan = !format.owns_errors && format.opening != nullptr;
  if (execution.approved || (terminal.in_is_tty() && terminal.err_is_tty() && shows_plan))
    return std::nullopt;
  return base::Failure{base::FailureKind::usage,
                       shows_plan
                           ? "approval is needed, and there is no terminal to ask on"
                           : fmt::format("approval is needed, and -o {} leaves no way to ask", format.name),
                       "pass --auto-approve, or apply a saved plan"};
}

model::ExitCode exit_code_of(const operations::ApplyResult& result) {
  return result.outcome ? model::exit_code_of(*result.outcome, *result.plan) : model::ExitCode::fine;
}

} // namespace cerec::cli
