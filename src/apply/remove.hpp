#pragma once
#include "apply/machine.hpp"

namespace cerec::apply {

/// DELETE. That it is gone already is success: a repeat after a lost answer says so.
class RemoveStep : public Step {
public:
  using Step::Step;
  [[nodiscard]] Command start() override;
  [[nodiscard]] Command answered(const http::Finished& finished) override;

private:
  bool verifying_ = false;
  std::string ambiguity_;
};

} // namespace cerec::apply
