#pragma once
#include "operations/execution/review.hpp"

namespace cerec::operations {

/// Carries out what the last look left equal. The outcome holds an ending for each change of the plan that
/// was reviewed.
[[nodiscard]] model::Outcome carry_out(Connection& connection, const Ports& ports, Inputs& inputs,
                                       const Execution& execution, const Reviewed& reviewed);

} // namespace cerec::operations
