#pragma once
#include "cerec/model/plan.hpp"

#include <string>
#include <vector>

namespace cerec::plan {

/// Secrets whose marks or references differ between two plans, told by name; in both directions. What only a
/// create sends is resolved for a create alone: it is no difference that one of the plans does not create.
[[nodiscard]] std::vector<std::string> unfit_secrets(const model::Plan& reviewed, const model::Plan& fresh);

} // namespace cerec::plan
