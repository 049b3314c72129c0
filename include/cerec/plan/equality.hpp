#pragma once
#include "cerec/model/outcome.hpp"
#include "cerec/plan/make_plan.hpp"

/// What was reviewed is what is written. A plan that somebody has seen, in a file or above a prompt, is
/// compared with one that is made afresh with its own mode. A change is carried out only if the two are equal
/// in it.
namespace cerec::plan {

/// How things are now: the fresh plan, and what it was made of.
struct Now {
  const model::Plan& plan;
  const model::Listing& listing;
  const std::vector<model::DesiredInstance>& desired;
  const Options& options;
};

/// What is left of a reviewed plan. A change that is not left alone is equal.
struct Comparison {
  std::vector<std::string> whole; ///< reasons that refuse all of it
  model::LeftAlone left{};
  bool already_applied = false; ///< there are changes, and all of them are done
  [[nodiscard]] bool equal() const { return whole.empty() && left.stale.empty(); }
};

/// Equal is a change of the same kind, instance, address, name, precondition (element, name, tags, owner,
/// protection, fingerprint, configuration, disabled), fields (with marks and references), unverified paths
/// and sinks. Done is one whose instance the fresh plan keeps, with every reviewed field declared as it was
/// reviewed; and a delete, the old half of a replace included, whose instance the fresh listing proves
/// absent.
[[nodiscard]] Comparison compare(const model::Plan& reviewed, const Now& now);

/// The part of `whole` that is known before any request: another URL, account, user, stack or environment; or
/// else manifests and sinks that are not those of the plan.
[[nodiscard]] std::vector<std::string> unfit(const model::PlanBinding& reviewed,
                                             const model::PlanBinding& now);

} // namespace cerec::plan
