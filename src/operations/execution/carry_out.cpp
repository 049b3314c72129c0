#include "operations/execution/carry_out.hpp"

#include "cerec/apply/executor.hpp"
#include "cerec/catalogue/catalogue.hpp"
#include "operations/account/token_notices.hpp"
#include "operations/account/token_records.hpp"
#include "operations/inputs/sinks.hpp"

namespace cerec::operations {
namespace {

/// What the executor says goes to the listener, with the plan that it is about.
class Events final : public model::EventSink {
public:
  Events(Listener& listener, const model::Plan& plan) : listener_(listener), plan_(plan) {}
  void on(const model::ApplyEvent& event) override { listener_.event(event, plan_); }

private:
  Listener& listener_;
  const model::Plan& plan_;
};

std::vector<std::string> known_entries(const model::ElementRef& reference) {
  const catalogue::Element* element =
      reference.key.empty() ? catalogue::find_element(reference.id) : catalogue::find_element(reference.key);
  std::vector<std::string> keys;
  if (element != nullptr)
    for (const catalogue::Entry& entry : element->entries)
      keys.push_back(entry.key);
  return keys;
}

} // namespace

model::Outcome carry_out(Connection& connection, const Ports& ports, Inputs& inputs,
                         const Execution& execution, const Reviewed& reviewed) {
  apply::Limits limits = inputs.settings().apply;
  limits.fail_fast = execution.fail_fast;
  limits.strict = execution.strict;
  Events events(ports.listener, reviewed.plan);
  const apply::Inputs work{reviewed.plan,
                           inputs.desired,
                           reviewed.listing,
                           *inputs.key,
                           token_sinks(inputs.project()),
                           limits,
                           reviewed.comparison.left,
                           known_entries,
                           inputs.project().state_path("intents.jsonl"),
                           deliveries_of(inputs),
                           previous_accounts(inputs.settings()),
                           reviewed.looked_at};
  apply::Ports apply_ports{connection.dispatcher(), ports.clock, ports.random, ports.signals, ports.files,
                           ports.processes,         ports.out,   events,       &inputs.known};
  return apply::run(work, connection.requests(), apply_ports);
}

} // namespace cerec::operations
