#pragma once
#include "apply/lookup.hpp"

namespace cerec::apply {

/// Unsettled instances beside the settled one of their identity: the one that the plan names, or those that
/// this run saw when it was about to end (Facts::others), and what turns up beside them meanwhile. A maker
/// that is at work removes its own; one that is Limits::unsettled_age() old by the service's own clock is
/// nobody's and is removed here, right after another look. Until then it is watched: a run does not end well
/// while a second instance is known to be alive.
class DedupeStep : public Step {
public:
  DedupeStep(const Context& context, Facts& facts);
  [[nodiscard]] Command start() override;
  [[nodiscard]] Command answered(const http::Finished& finished) override;
  [[nodiscard]] Command woke() override;
  [[nodiscard]] bool holds_back() const override { return facts_.change.kind == model::ChangeKind::dedupe; }

private:
  struct Target {
    std::string created;    ///< when it was posted, as the service says
    base::TimePoint seen{}; ///< when it was there for certain; what the plan names: when the run began
  };
  using Targets = std::map<int64_t, Target>; ///< by id
  [[nodiscard]] Command look();
  [[nodiscard]] Command looked(const http::Finished& finished);
  [[nodiscard]] std::optional<Command> compare(const LookUp::Found& found);
  [[nodiscard]] bool winner_is_let_go() const;
  [[nodiscard]] bool own_is_gone() const; ///< of a planned dedupe: this run removed what the plan names
  [[nodiscard]] Command watch(const std::string& why);
  [[nodiscard]] Command remove(int64_t id, base::TimePoint as_of);
  [[nodiscard]] Command removed(const http::Finished& finished);
  [[nodiscard]] Command interrupted();
  [[nodiscard]] base::TimePoint judged_at(const Target& target) const;
  [[nodiscard]] base::TimePoint last_judged() const;
  [[nodiscard]] std::string judged_text() const;
  [[nodiscard]] std::string subject() const;

  LookUp look_up_;
  Pause pause_;
  Targets targets_;
  ServiceClock clock_; ///< as the last look told it
  base::TimePoint since_{};
  int64_t removing_ = 0;
  int tries_ = 0; ///< removals that were asked for and not confirmed
  bool told_ = false;
};

} // namespace cerec::apply
