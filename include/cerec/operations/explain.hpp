#pragma once
#include "cerec/model/instance.hpp"
#include "cerec/model/plan.hpp"
#include "cerec/operations/ports.hpp"
#include "cerec/operations/request.hpp"

namespace cerec::operations {

struct ExplainRequest : Common {
  std::string name; ///< a name, a logical id or an address
  std::vector<std::string> manifests;
};

/// One instance: what declares it, what is there, and what a plan makes of both.
struct ExplainResult : Ended {
  std::optional<model::Change> change; ///< absent: it was not reached
  std::optional<model::DesiredInstance> desired;
  std::optional<model::LiveInstance> live;
};

/// Says why one instance is planned as it is. Reads no secret that only a create sends.
[[nodiscard]] ExplainResult explain(const ExplainRequest& request, const Ports& ports);

} // namespace cerec::operations
