#pragma once
#include "apply/journal.hpp"
#include "cerec/tokens/token_queue.hpp"

namespace cerec::apply {

/// Whose token goes where: finds what was declared and what was listed of a change, and makes the delivery of
/// its token to its sinks.
class Handover {
public:
  Handover(const Inputs& inputs, const Context& context);

  /// Its manifest, or null.
  [[nodiscard]] const model::DesiredInstance* desired(const model::Address& address) const;
  /// The instance as the plan saw it, or null; also for id 0.
  [[nodiscard]] const model::LiveInstance* planned(int64_t id) const;
  [[nodiscard]] tokens::Delivery delivery(const Facts& facts) const;
  /// Of the instance that this change removes.
  [[nodiscard]] tokens::Delivery withdrawal(const Facts& facts) const;
  /// Before anything is sent: opens every sink of the run, withdraws what the listing proves gone, and takes
  /// note of the deliveries to come. A sink that fails is told by the returned warnings.
  [[nodiscard]] std::vector<std::string> begin(tokens::Custody& custody, const Journal& journal) const;
  /// Unchanged instances: their sinks hold their tokens after each run, whatever became of the sinks. One
  /// write at the most, none if nothing lacks. A sink that fails is told to the journal.
  void publish_kept(Journal& journal, tokens::Custody& custody) const;

private:
  [[nodiscard]] const std::vector<model::SinkSpec>& sinks_of(const model::DesiredInstance* desired) const;

  const Inputs& inputs_;
  const Context& context_;
  std::map<model::Address, const model::DesiredInstance*> desired_;
};

} // namespace cerec::apply
