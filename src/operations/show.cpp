#include "cerec/operations/plan.hpp"
#include "operations/execution/review.hpp"

namespace cerec::operations {

PlanResult show(const ShowRequest& request, const Ports& ports) {
  PlanResult result;
  auto saved = read_plan_file(request.file, ports);
  if (!saved) {
    result.failure = saved.error().failure;
    return result;
  }
  result.plan = std::move(saved->plan);
  result.digest = saved->digest;
  result.file = request.file;
  return result;
}

} // namespace cerec::operations
