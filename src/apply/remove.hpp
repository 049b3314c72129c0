#pragma once
#include "apply/verified_write.hpp"

namespace cerec::apply {

/// DELETE. That it is gone already is success: a repeat after a lost answer says so.
class RemoveStep : public Step {
public:
  RemoveStep(const Context& context, Facts& facts)
      : Step(context, facts), write_(context.requests, VerifiedWrite::Answers::nothing) {}
  [[nodiscard]] Command start() override;
  [[nodiscard]] Command answered(const http::Finished& finished) override;

private:
  VerifiedWrite write_;
};

} // namespace cerec::apply
