#pragma once
#include "cerec/report/report.hpp"

#include <string>
#include <vector>

/// Plans, outcomes and drift reports that the tests of this module render.
namespace cerec::report::samples {

/// A change of each kind, as plan makes it.
[[nodiscard]] model::Change change_of(model::ChangeKind kind);
/// A refused change of each refusal.
[[nodiscard]] model::Change refused_by(model::Refusal refusal);
/// A plan with these changes and a realistic frame.
[[nodiscard]] model::PlanBinding binding();
[[nodiscard]] model::Plan plan_of(std::vector<model::Change> changes);
/// One change of every kind, a refusal, warnings, something to prune.
[[nodiscard]] model::Plan full_plan();
/// All four endings, for full_plan().
[[nodiscard]] model::Outcome outcome();
[[nodiscard]] model::DriftReport drift();
/// Each text of the plan that comes from outside replaced by `text`.
[[nodiscard]] model::Plan hostile_plan(const std::string& text);
[[nodiscard]] Document document(const model::Plan& plan);

} // namespace cerec::report::samples
