#pragma once
#include "apply/machine.hpp"

namespace cerec::apply {

/// The token of the settled instance reaches its sinks before the change may be called done.
class PublishStep : public Step {
public:
  using Step::Step;
  [[nodiscard]] Command start() override;
  [[nodiscard]] Command answered(const http::Finished& finished) override;
  [[nodiscard]] Command delivered(const base::Result<void>& result) override;
};

/// The records of a deleted instance leave the sinks. A sink that fails is a remark: the instance is gone.
class ForgetStep : public Step {
public:
  using Step::Step;
  [[nodiscard]] Command start() override;
  [[nodiscard]] Command delivered(const base::Result<void>& result) override;
};

} // namespace cerec::apply
