#include "apply/handover.hpp"

#include <algorithm>

namespace cerec::apply {

Handover::Handover(const Inputs& inputs, const Context& context) : inputs_(inputs), context_(context) {
  for (const model::DesiredInstance& desired : inputs.desired)
    desired_.emplace(desired.address, &desired);
}

const model::DesiredInstance* Handover::desired(const model::Address& address) const {
  const auto found = desired_.find(address);
  return found == desired_.end() ? nullptr : found->second;
}

const model::LiveInstance* Handover::planned(int64_t id) const {
  const auto& live = inputs_.live.instances;
  const auto found = std::lower_bound(live.begin(), live.end(), id, [](const auto& instance, int64_t wanted) {
    return instance.id < wanted;
  });
  return id != 0 && found != live.end() && found->id == id ? &*found : nullptr;
}

tokens::Delivery Handover::delivery(const Facts& facts) const {
  tokens::Delivery delivery;
  delivery.record.address = facts.change.address;
  delivery.record.stack = context_.stack();
  delivery.record.name = facts.instance.name.empty() ? facts.change.name : facts.instance.name;
  delivery.record.instance_id = facts.instance.id;
  delivery.record.token = facts.instance.token;
  const bool own = facts.desired != nullptr && !facts.desired->sinks.empty();
  delivery.sinks = own ? facts.desired->sinks : inputs_.default_sinks;
  delivery.fresh = facts.fresh_token;
  return delivery;
}

void Handover::publish_kept(Journal& journal, Ports& ports) const {
  std::vector<tokens::Delivery> deliveries;
  std::vector<size_t> changes;
  for (size_t i = 0; i < inputs_.plan.changes.size(); ++i) {
    const model::Change& change = inputs_.plan.changes[i];
    if (change.kind != model::ChangeKind::keep || change.refused())
      continue;
    const model::LiveInstance* live = planned(change.instance_id);
    if (live == nullptr || live->token.empty())
      continue;
    Facts facts{change};
    facts.instance.id = live->id;
    facts.instance.name = live->name;
    facts.instance.token = live->token;
    facts.desired = desired(change.address);
    deliveries.push_back(delivery(facts));
    changes.push_back(i);
  }
  tokens::SinkPorts sinks{ports.files, ports.processes, ports.terminal};
  const auto results = tokens::deliver(deliveries, sinks);
  for (size_t i = 0; i < results.size(); ++i)
    if (!results[i])
      journal.token_lost(changes[i], results[i].error());
}

} // namespace cerec::apply
