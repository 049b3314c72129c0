#include "apply/handover.hpp"

#include "apply/steps.hpp"

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

const std::vector<model::SinkSpec>& Handover::sinks_of(const model::DesiredInstance* desired) const {
  return desired != nullptr && !desired->sinks.empty() ? desired->sinks : inputs_.default_sinks;
}

tokens::Delivery Handover::delivery(const Facts& facts) const {
  tokens::Delivery delivery;
  delivery.record.address = facts.change.address;
  delivery.record.stack = context_.stack();
  delivery.record.name = facts.instance.name.empty() ? facts.change.name : facts.instance.name;
  delivery.record.instance_id = facts.instance.id;
  delivery.record.token = facts.instance.token;
  delivery.record.account = tokens::account_of(inputs_.plan.binding);
  delivery.sinks = sinks_of(facts.desired);
  delivery.occasion = facts.fresh_token ? tokens::Occasion::fresh : tokens::Occasion::kept;
  return delivery;
}

tokens::Delivery Handover::withdrawal(const Facts& facts) const {
  tokens::Delivery gone = delivery(facts);
  gone.record.instance_id = facts.change.instance_id;
  if (facts.planned != nullptr)
    gone.record.token = facts.planned->token; // finds it in a file that does not say whose it is
  return gone;
}

std::vector<std::string> Handover::begin(tokens::Custody& custody, const Journal& journal) const {
  std::vector<model::SinkSpec> sinks = inputs_.default_sinks;
  for (const model::DesiredInstance& desired : inputs_.desired)
    sinks.insert(sinks.end(), desired.sinks.begin(), desired.sinks.end());
  custody.begin(sinks);
  std::vector<std::string> warnings;
  std::set<int64_t> alive;
  for (const model::LiveInstance& live : inputs_.live.instances)
    alive.insert(live.id);
  std::vector<tokens::Account> accounts = inputs_.previous_accounts;
  accounts.push_back(tokens::account_of(inputs_.plan.binding));
  for (const tokens::Account& account : accounts)
    if (const auto swept = custody.sweep(account, context_.stack(), alive); !swept)
      warnings.push_back("tokens of instances that are gone are still in a sink: " + swept.error().message);
  std::vector<tokens::Delivery> to_come;
  for (size_t i = 0; i < inputs_.plan.changes.size(); ++i) {
    const model::Change& change = inputs_.plan.changes[i];
    if (journal.has_entry(i) || !makes_token_new(change))
      continue;
    Facts facts{change};
    facts.desired = desired(change.address);
    facts.fresh_token = true;
    to_come.push_back(delivery(facts));
  }
  custody.owe(to_come);
  return warnings;
}

void Handover::publish_kept(Journal& journal, tokens::Custody& custody) const {
  std::vector<tokens::Delivery> deliveries;
  std::vector<size_t> changes;
  for (size_t i = 0; i < inputs_.plan.changes.size(); ++i) {
    const model::Change& change = inputs_.plan.changes[i];
    if (change.kind != model::ChangeKind::keep || change.refused())
      continue;
    const model::LiveInstance* live = planned(change.instance_id);
    if (live == nullptr)
      continue;
    Facts facts{change};
    facts.instance.id = live->id;
    facts.instance.name = live->name;
    facts.instance.token = live->token;
    facts.desired = desired(change.address);
    tokens::Delivery kept = delivery(facts);
    if (live->token.empty()) {
      if (custody.is_outstanding(kept))
        journal.token_lost(i, {base::FailureKind::error, "the listing does not show it", ""});
      continue;
    }
    deliveries.push_back(std::move(kept));
    changes.push_back(i);
  }
  const auto results = custody.deliver(deliveries);
  for (size_t i = 0; i < results.size(); ++i)
    if (!results[i])
      journal.token_lost(changes[i], results[i].error());
}

} // namespace cerec::apply
