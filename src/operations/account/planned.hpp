#pragma once
#include "operations/account/connection.hpp"
#include "operations/inputs/gather.hpp"

namespace cerec::operations {

/// How much of the managed instances is read beyond the listing.
enum class Details {
  needed,  ///< what a plan compares and the listing does not show
  changed, ///< the same, of those whose manifest moved
  managed, ///< all of every managed instance
};
/// The account as a plan sees it. One element under two names is a fault that only the listing shows.
[[nodiscard]] Step<model::Listing> read_for_plan(Connection& connection, const Ports& ports, Inputs& inputs,
                                                 const plan::Options& options, Details details,
                                                 base::Diagnostics& diagnostics);

struct Planned {
  model::Plan plan;
  model::Listing listing;
  base::TimePoint looked_at{}; ///< when the listing was asked for
};
/// Reads the account and makes the plan. Then resolves what only the planned creates send: a fault in that
/// comes after the listing and before any write.
[[nodiscard]] Step<Planned> make_planned(Connection& connection, const Ports& ports, Inputs& inputs,
                                         plan::Options options, base::Diagnostics& diagnostics);

/// Stops if a pattern of --target, --exclude or --rotate names nothing: whoever mistypes one of them would
/// take what comes out for the whole.
[[nodiscard]] Step<std::monostate> require_used(const Inputs& inputs, const model::Listing& listing,
                                                const plan::Options& options);

} // namespace cerec::operations
