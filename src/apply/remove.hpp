#pragma once
#include "apply/lookup.hpp"

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

/// Removes an unsettled instance beside a settled one; looks at both again right before.
class DedupeStep : public Step {
public:
  DedupeStep(const Context& context, Facts& facts);
  [[nodiscard]] Command start() override;
  [[nodiscard]] Command answered(const http::Finished& finished) override;

private:
  [[nodiscard]] Command looked(const http::Finished& finished);
  LookUp look_up_;
  bool removing_ = false;
  int looks_ = 0;
};

} // namespace cerec::apply
