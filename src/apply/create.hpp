#pragma once
#include "apply/lookup.hpp"

namespace cerec::apply {

/// Up to the point where an instance of the identity is known to exist: looks the identity up, posts it if it
/// is absent, and looks for it if the answer to the POST proves nothing. While nothing proves that the
/// service keeps reserved tags, "not found by its tag" does not say "absent": before a second POST the whole
/// account is looked through. Settling is a later step's business.
class CreateStep : public Step {
public:
  CreateStep(const Context& context, Facts& facts);
  [[nodiscard]] Command start() override;
  [[nodiscard]] Command answered(const http::Finished& finished) override;
  [[nodiscard]] Command woke() override;

private:
  enum class State {
    looking, ///< before the POST; for a while, if an earlier run posted it
    posting,
    searching, ///< after a POST that may have been carried out
    surveying, ///< the same, in the whole account
  };
  [[nodiscard]] Command looked(const http::Finished& finished);
  [[nodiscard]] Command await(base::TimePoint until, const std::string& why);
  [[nodiscard]] Command post();
  [[nodiscard]] Command posted(const http::Finished& finished);
  [[nodiscard]] Command refused(const api::ApiError& error);
  [[nodiscard]] Command search(const std::string& why);
  [[nodiscard]] Command searched(const http::Finished& finished);
  [[nodiscard]] Command absent_for_good();
  [[nodiscard]] Command survey();
  [[nodiscard]] Command surveyed(const http::Finished& finished);
  [[nodiscard]] bool may_be_it(const model::LiveInstance& instance) const;
  [[nodiscard]] Command found(std::vector<model::LiveInstance> instances);
  [[nodiscard]] base::TimePoint deadline() const;

  State state_ = State::looking;
  LookUp look_up_, survey_;
  Pause pause_;
  bool awaiting_ = false; ///< the POST of an earlier run in this folder
  int posts_ = 0;
  base::TimePoint ambiguous_since_{};
  std::string ambiguity_; ///< what happened to the POST
};

/// The ownership that a write of `desired` leaves on the instance. `unverified`: declared fields that were
/// neither verified nor written, so that the fingerprint must not vouch for them.
[[nodiscard]] model::Ownership ownership_of(const Context& context, const model::DesiredInstance& desired,
                                            const std::vector<model::FieldPath>& unverified);

} // namespace cerec::apply
