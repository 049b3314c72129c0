#pragma once
#include "cerec/report/result.hpp"
#include "cli/options/common.hpp"

/// Commands that are advised run as they are printed.
namespace cerec::cli {

/// The flags of this run that an advised command needs to mean the same account, stack and files, quoted for
/// a shell; each with a blank before it. `manifests`: its -f.
[[nodiscard]] std::string repeated_flags(const config::Workspace& workspace,
                                         const std::vector<std::string>& manifests);

/// The command that applies the plan that was saved as `file` (as the user named it).
[[nodiscard]] std::string apply_command(const config::Workspace& workspace,
                                        const std::vector<std::string>& manifests, const std::string& file);

/// Completes the commands that a result advises by `flags`. What is no command of cerec's stays as it is.
void complete_advice(report::Result& result, const std::string& flags);
/// The same of a plan.
void complete_advice(model::Plan& plan, const std::string& flags);

} // namespace cerec::cli
