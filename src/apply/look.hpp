#pragma once
#include "apply/machine.hpp"

namespace cerec::apply {

/// Before a write to an instance that was last looked at longer ago than Limits::look_limit: reads it, and
/// ends the change as stale if it is not what the plan saw. Others write to an account too, and an apply may
/// take long. Between this look and the write nothing can be promised: the API has no compare-and-swap.
class LookStep : public Step {
public:
  using Step::Step;
  [[nodiscard]] Command start() override;
  [[nodiscard]] Command answered(const http::Finished& finished) override;
};

} // namespace cerec::apply
