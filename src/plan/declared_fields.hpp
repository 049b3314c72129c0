#pragma once
#include "cerec/plan/make_plan.hpp"

#include <vector>

namespace cerec::plan {

/// All that a create of `desired` writes beside its identity: each declared field, `cerec.ignore` or not, and
/// what is kept in reserved tags. Secrets show as marks with their reference; providerData and objects of the
/// POST body that may hold one (oauthProxy) always do. Sorted by path.
[[nodiscard]] std::vector<model::FieldChange> declared_fields(const model::DesiredInstance& desired,
                                                              const Options& options);

} // namespace cerec::plan
