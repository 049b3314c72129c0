#pragma once
#include "cerec/operations/apply.hpp"
#include "cli/options/option_set.hpp"
#include "cli/run/shell.hpp"

namespace cerec::cli {

/// The flags of the commands that write.
void declare_execution(OptionSet& options, operations::Execution& execution);

/// Why nobody can be asked for approval, though somebody has to be: a prompt needs a terminal on stdin and
/// stderr, and a format that shows the plan first. nullopt: all is well.
[[nodiscard]] std::optional<base::Failure> approval_impossible(const Shell& shell,
                                                               const operations::Execution& execution);

/// The exit code of an apply that ended well.
[[nodiscard]] model::ExitCode exit_code_of(const operations::ApplyResult& result);

} // namespace cerec::cli
