#pragma once
#include "cerec/plan/make_plan.hpp"

#include <deque>
#include <vector>

namespace cerec::plan {

/// How a manifest found its instance, or why it did not.
enum class How {
  absent,     ///< no instance: create
  identity,   ///< the settled instance of its identity
  unsettled,  ///< only unsettled ones; `live` has the lowest id
  renumbered, ///< ours under another logical id that no manifest declares; found by name or previous name
  unowned,    ///< nobody's; found by name or previous name
  taken_over, ///< --take-over says so
  foreign,    ///< another stack's: refused
  ambiguous,  ///< several, or two owners of one identity: refused
};

struct Match {
  const model::DesiredInstance* desired = nullptr;
  How how = How::absent;
  const model::LiveInstance* live = nullptr;
  std::vector<const model::LiveInstance*> candidates; ///< evidence of a refusal; all unsettled ones
  std::string identity;                               ///< code of the identity that the manifest wants
};

/// An instance of this stack that is not the one of its identity, and the one that is.
struct Surplus {
  const model::LiveInstance* live = nullptr;
  const model::LiveInstance* winner = nullptr;
};

/// Desired and live instances, put side by side. Points into the inputs and into `recognised`.
struct Matching {
  std::vector<Match> matches;                      ///< sorted by address
  std::vector<Surplus> duplicates;                 ///< unsettled beside a settled one
  std::vector<Surplus> losers;                     ///< settled, and --take-over chose another one
  std::vector<const model::LiveInstance*> orphans; ///< ours, declared by no manifest, not quarantined
  std::deque<model::LiveInstance> recognised;      ///< copies of those that only their code told
  size_t owned = 0, unowned = 0, quarantined = 0;
  size_t foreign = 0; ///< another stack's, and those of which nobody can say whose they are
  std::vector<std::string> warnings;
};
[[nodiscard]] Matching match(const std::vector<model::DesiredInstance>& desired, const model::Listing& live,
                             const Options& options);

/// True if the live instance is of the element that the manifest names, by key or by id.
[[nodiscard]] bool same_element(const model::ElementRef& desired, const model::ElementRef& live);

} // namespace cerec::plan
