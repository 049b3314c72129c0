#pragma once
#include "cerec/base/known_secrets.hpp"
#include "cerec/model/plan.hpp"

namespace cerec::plan {

/// Cuts known secrets out of what a plan shows of live instances: values before a change, names that no
/// manifest states, evidence. What a manifest spells in clear stays, whatever it is.
void cut_live_texts(model::Plan& plan, const base::KnownSecrets& known);

} // namespace cerec::plan
