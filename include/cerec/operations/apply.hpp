#pragma once
#include "cerec/operations/plan.hpp"

namespace cerec::operations {

/// Of the operations that write.
struct Execution {
  bool approved = false; ///< nobody is asked
  bool fail_fast = false;
  bool lock = true;    ///< take the lock of the project's folder
  bool strict = false; ///< one change that moved refuses all
};

struct ApplyRequest : Common {
  PlanningRequest planning;
  Execution execution;
  std::optional<std::string> expect_digest; ///< refuse a plan with another one
};

/// The reviewed plan, and what became of it. The plan's indices are the outcome's.
struct ApplyResult : PlanResult {
  std::optional<model::Outcome> outcome; ///< absent: nothing was tried
};

/// Plans, asks the listener, looks again, and carries out what is still equal to what was approved.
[[nodiscard]] ApplyResult apply(const ApplyRequest& request, const Ports& ports);

struct ApplySavedRequest : Common {
  std::string file;                   ///< a saved plan, or "-"
  std::vector<std::string> manifests; ///< where its manifests are now; empty: where they were
  Execution execution;
  std::optional<std::string> expect_digest;
};
/// Carries out a saved plan as far as a fresh look finds its changes equal. Asks nothing: the review was the
/// approval.
[[nodiscard]] ApplyResult apply_saved(const ApplySavedRequest& request, const Ports& ports);

struct DestroyRequest : Common {
  Execution execution;
};
/// Deletes all instances of a stack that was named.
[[nodiscard]] ApplyResult destroy(const DestroyRequest& request, const Ports& ports);

} // namespace cerec::operations
