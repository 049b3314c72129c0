#pragma once
#include "apply/lookup.hpp"
#include "apply/mismatch.hpp"

namespace cerec::apply {

/// After an answered POST: does the service keep the tag that carries the identity, and does it find the
/// instance by it? Nothing that can be had says what a service does to tags, and all that cerec promises
/// hangs on this one. Asks only where that is not known: when the answer does not show the tag, and for
/// creates while nothing in the account proves it (Context::tags_proven). If the tag is lost, the instance is
/// removed by the id of the answer: nobody else can find it, and its token was given to nobody. See
/// docs/tags.md.
class ReadBackStep : public Step {
public:
  ReadBackStep(const Context& context, Facts& facts);
  [[nodiscard]] Command start() override;
  [[nodiscard]] Command answered(const http::Finished& finished) override;
  [[nodiscard]] Command woke() override;

private:
  enum class State { looking, reading, removing, verifying };
  [[nodiscard]] Command look();
  [[nodiscard]] Command looked(const http::Finished& finished);
  [[nodiscard]] Command absent(base::TimePoint as_of);
  [[nodiscard]] Command read_it();
  [[nodiscard]] Command was_read(const http::Finished& finished);
  [[nodiscard]] Command remove(const std::string& why);
  [[nodiscard]] Command removed(const http::Finished& finished);
  [[nodiscard]] Command verified(const http::Finished& finished);
  [[nodiscard]] Command again(const std::string& why);
  [[nodiscard]] Command found();
  [[nodiscard]] base::TimePoint deadline() const;

  State state_ = State::looking;
  LookUp look_up_;
  Pause pause_;
  std::string code_;              ///< of the identity
  std::vector<std::string> sent_; ///< the reserved tags of the POST
  bool shown_ = false;            ///< an answer for this instance shows the tag
  base::TimePoint started_{};
  std::string why_; ///< it is removed
  std::string ambiguity_;
};

} // namespace cerec::apply
