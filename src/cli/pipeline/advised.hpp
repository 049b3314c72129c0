#pragma once
#include "cerec/model/outcome.hpp"
#include "cerec/model/plan.hpp"
#include "cli/run/context.hpp"

namespace cerec::cli {

/// The flags of this run that an advised command needs to mean the same account, stack and files, quoted for
/// a shell; each with a blank before it. `manifests`: its -f.
[[nodiscard]] std::string repeated_flags(const CommonOptions& common,
                                         const std::vector<std::string>& manifests);

/// The command that applies the plan that was saved as `file` (as the user named it).
[[nodiscard]] std::string apply_command(const CommonOptions& common,
                                        const std::vector<std::string>& manifests, const std::string& file);

/// `advice` so that it runs as it is printed. What is no command of cerec's stays as it is.
[[nodiscard]] std::string as_typed(const Context& context, std::string advice);

/// What the report shows: the commands that these advise run as they are printed.
void show(Context& context, model::Plan plan);
void show(Context& context, model::Outcome outcome);

} // namespace cerec::cli
