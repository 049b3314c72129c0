#pragma once
#include "operations/account/connection.hpp"
#include "operations/inputs/step.hpp"

namespace cerec::operations {

/// Chooses, from a complete listing, the ids whose details are wanted too.
using WantedDetails = std::function<std::vector<int64_t>(const model::Listing& listing)>;

/// A complete listing of the account with the details that are wanted; read again once if an instance
/// vanished between the listing and its details. `known` gets its tokens. It always says when it was asked
/// for: by the service's clock, or by this machine's where the service tells no time.
[[nodiscard]] Step<model::Listing> read_account(Connection& connection, const Ports& ports,
                                                base::KnownSecrets& known, const WantedDetails& wanted);

} // namespace cerec::operations
