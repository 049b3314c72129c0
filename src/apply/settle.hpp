#pragma once
#include "apply/lookup.hpp"
#include "apply/settle_rules.hpp"

namespace cerec::apply {

/// After an instance of the identity is known to exist: makes one of them the settled one, by the rules of
/// settle_rules.hpp, and leaves it in Facts::instance.
///
/// A listing and the write that it decides lie within Limits::pause_limit: the write leaves at most half of
/// that after the listing was asked for (Request::send_by, so that a shut window cannot stretch it), and is
/// given up after the other half. Whatever does not keep to it lists again.
class SettleStep : public Step {
public:
  SettleStep(const Context& context, Facts& facts);
  [[nodiscard]] Command start() override;
  [[nodiscard]] Command answered(const http::Finished& finished) override;
  [[nodiscard]] Command woke() override;

private:
  enum class State { listing, settling, removing };
  [[nodiscard]] Command list();
  [[nodiscard]] Command listed(const http::Finished& finished);
  [[nodiscard]] Command act(LookUp::Found found);
  void watch(const LookUp::Found& found);
  [[nodiscard]] Command settle(int64_t id);
  [[nodiscard]] Command settled(const http::Finished& finished);
  [[nodiscard]] Command remove_next();
  [[nodiscard]] Command removed(const http::Finished& finished);
  [[nodiscard]] Command adopt(int64_t id);
  [[nodiscard]] Command again(const std::string& why);
  [[nodiscard]] bool is_fresh() const;
  [[nodiscard]] Send decided(http::Request request, CallKind kind) const;
  [[nodiscard]] base::TimePoint deadline() const;
  [[nodiscard]] std::string subject() const;

  State state_ = State::listing;
  LookUp look_up_;
  Pause pause_;
  base::TimePoint started_{};
  std::optional<base::TimePoint> rivals_since_;
  std::set<int64_t> watched_; ///< rivals seen so far
  base::TimePoint as_of_{};
  std::vector<model::LiveInstance> found_;
  SettleDecision decision_;
  int64_t settling_ = 0; ///< the one that was PATCHed last
  int settles_ = 0;
  bool told_ = false; ///< the user knows that this takes longer
};

} // namespace cerec::apply
