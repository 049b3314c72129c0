#pragma once
#include "cerec/operations/ports.hpp"
#include "cerec/operations/request.hpp"

namespace cerec::operations {

struct PlanRequest : Common {
  PlanningRequest planning;
  std::optional<std::string> out; ///< save the plan there (mode 0600)
};

struct PlanResult : Ended {
  std::optional<model::Plan> plan; ///< absent: it was not reached
  std::string digest;              ///< of `plan`
  std::string file;                ///< where it was saved, or read from
};

/// Reads the account and makes the plan. Writes nothing to the account.
[[nodiscard]] PlanResult plan(const PlanRequest& request, const Ports& ports);

struct ShowRequest : Common {
  std::string file; ///< a saved plan, or "-"
};
/// A saved plan as it is. Sends no request.
[[nodiscard]] PlanResult show(const ShowRequest& request, const Ports& ports);

} // namespace cerec::operations
