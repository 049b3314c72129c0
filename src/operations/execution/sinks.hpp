#pragma once
#include "operations/account/connection.hpp"
#include "operations/account/token_notices.hpp"

/// Token sinks are tried before anything is created: a token that cannot be kept is lost.
namespace cerec::operations {

/// Faults of every sink that this run may write to, and of what stdout is wanted for. Before any request.
[[nodiscard]] Step<std::monostate> check_all_sinks(const Inputs& inputs, const Ports& ports,
                                                   base::Diagnostics& diagnostics);

/// After the plan and before it is shown: names in the sinks that belong to others, and sinks that cannot be
/// written although a change will hand them a token.
[[nodiscard]] Step<std::monostate> require_sinks(const Inputs& inputs, const Ports& ports,
                                                 const model::Plan& plan, const model::Listing& live,
                                                 base::Diagnostics& diagnostics);

/// `.cerec/` holds tokens: it keeps itself out of Git. Where it cannot be written, nothing will be kept in
/// it.
void keep_out_of_git(const config::Project& project, io::Files& files);

} // namespace cerec::operations
