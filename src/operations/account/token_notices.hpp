#pragma once
#include "cerec/tokens/custody.hpp"
#include "cerec/tokens/names.hpp"
#include "operations/inputs/gather.hpp"

/// What this folder remembers of tokens, beside what the account shows.
namespace cerec::operations {

/// The sinks that the token of each manifest goes to, without the account and without instances yet.
[[nodiscard]] std::vector<tokens::Claim> claims_of(const Inputs& inputs);

/// What is remembered of deliveries in this folder. Its key is that of the inputs, which outlive it.
[[nodiscard]] tokens::Custody::Memory deliveries_of(const Inputs& inputs);

/// Counts the unchanged instances of a plan whose token a sink still has to get, and warns of them.
void count_owed_tokens(const Inputs& inputs, const Ports& ports, model::Plan& plan,
                       base::Diagnostics& diagnostics);

/// Warns if the project's token files hold tokens of the stack, and the listing shows nothing of it. A
/// listing shows the instances of one user alone (docs/api.md 4.4): another user's stack looks as if it had
/// never been.
void warn_of_kept_tokens(const Inputs& inputs, const Ports& ports, const model::Listing& listing,
                         base::Diagnostics& diagnostics);

} // namespace cerec::operations
