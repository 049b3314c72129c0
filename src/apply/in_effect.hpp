#pragma once
#include "cerec/model/outcome.hpp"

#include <map>

/// Changes of a reviewed plan that are already in effect: nothing is requested for them, and they end as
/// done.
namespace cerec::apply {

/// The plan as the executor works on it: what is in effect (index -> instance, 0 if it is gone) is a keep
/// there, so that the indices stay.
[[nodiscard]] model::Plan without_done(const model::Plan& plan, const std::map<size_t, int64_t>& done);

/// Adds the endings of what is in effect, in the order of the changes. One that the outcome has stays: its
/// token could not be stored.
void add_done(model::Outcome& outcome, const std::map<size_t, int64_t>& done);

} // namespace cerec::apply
