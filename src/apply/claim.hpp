#pragma once
#include "apply/lookup.hpp"

namespace cerec::apply {

/// Before an identity is written onto an instance that did not carry it: no other settled instance may carry
/// it by now (another run may have created it since the plan was made).
class ClaimStep : public Step {
public:
  ClaimStep(const Context& context, Facts& facts);
  [[nodiscard]] Command start() override;
  [[nodiscard]] Command answered(const http::Finished& finished) override;

private:
  LookUp look_up_;
};

/// After the identity was written onto an instance that did not carry it: only now can a run that creates the
/// same identity see it. That run gives way to an instance that it sees settled; if it looked too early and
/// settled its own, this adoption is undone: the tags become what they were, and no token is handed out.
/// Nothing is ever deleted. docs/guarantees.md, "Adoption".
class ConfirmStep : public Step {
public:
  ConfirmStep(const Context& context, Facts& facts);
  [[nodiscard]] Command start() override;
  [[nodiscard]] Command answered(const http::Finished& finished) override;
  [[nodiscard]] Command woke() override;

private:
  [[nodiscard]] Command listed(const http::Finished& finished);
  [[nodiscard]] Command undo(int64_t other);
  [[nodiscard]] Command undone(const http::Finished& finished);
  [[nodiscard]] Command again(const std::string& why);
  [[nodiscard]] bool carries_it() const; ///< as the answer to the write showed

  LookUp look_up_;
  Pause pause_;
  base::TimePoint started_{};
  std::set<int64_t> rivals_; ///< unsettled ones seen so far
  base::TimePoint rivals_since_{};
  int64_t undone_for_ = 0; ///< the settled instance that this adoption gives way to
};

} // namespace cerec::apply
