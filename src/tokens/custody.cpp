#include "cerec/tokens/custody.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::tokens {
namespace {

base::Failure naming(const model::SinkSpec& spec, base::Failure failure) {
  failure.message = fmt::format("{}: {}", base::visible(spec.type), failure.message);
  return failure;
}

void note_failure(base::Result<void>& result, const model::SinkSpec& spec, const base::Failure& failure) {
  if (result) // the first one is told
    result = tl::unexpected<base::Failure>(naming(spec, failure));
}

} // namespace

Custody::Custody(SinkPorts ports, Memory memory)
    : ports_(ports), memory_(std::move(memory)), ledger_(memory_.path, memory_.key, ports.files) {
  for (const model::SinkSpec& spec : ledger_.sinks())
    if (!memory_.allowed || memory_.allowed(spec))
      (void)open(spec);
}

/// Two spellings of one file are one sink: it keeps what it read.
Custody::Open* Custody::open(const model::SinkSpec& spec) {
  const SpecKey as_spelled{spec.type, spec.settings};
  if (const auto found = by_spec_.find(as_spelled); found != by_spec_.end())
    return found->second;
  const SinkRow* row = find_sink(spec.type);
  if (row == nullptr)
    return nullptr;
  model::SinkSpec real = spec;
  if (const std::string target = row->target_of(spec); !target.empty())
    real.settings[std::string(row->path)] = {ports_.files.real_path(target).value_or(target)};
  std::unique_ptr<Open>& one = open_[{real.type, real.settings}];
  if (one == nullptr) {
    one = std::make_unique<Open>();
    one->sink = row->open(spec, ports_); // under the name that the user gave it
    one->spec = std::move(real);
    one->row = row;
  }
  return by_spec_[as_spelled] = one.get();
}

void Custody::begin(const std::vector<model::SinkSpec>& sinks) {
  for (const model::SinkSpec& spec : sinks)
    (void)open(spec);
  (void)finish(); // a sink that fails here fails again where it matters
}

std::map<Custody::Open*, std::vector<size_t>> Custody::by_sink(const std::vector<Delivery>& deliveries,
                                                               std::vector<base::Result<void>>& results) {
  std::map<Open*, std::vector<size_t>> groups;
  for (size_t i = 0; i < deliveries.size(); ++i)
    for (const model::SinkSpec& spec : deliveries[i].sinks) {
      Open* const to = open(spec);
      if (to == nullptr) {
        note_failure(results[i], spec, {base::FailureKind::error, "unknown type", ""});
        continue;
      }
      std::vector<size_t>& group = groups[to];
      if (group.empty() || group.back() != i)
        group.push_back(i);
    }
  return groups;
}

bool Custody::wants(const Open& to, const Delivery& delivery) const {
  if (delivery.occasion == Occasion::asked || to.row->compares(to.spec))
    return true;
  return delivery.occasion == Occasion::fresh ? !ledger_.has(delivery.record, to.spec)
                                              : ledger_.owes(delivery.record, to.spec);
}

void Custody::owe(const std::vector<Delivery>& deliveries) {
  for (const Delivery& delivery : deliveries)
    for (const model::SinkSpec& spec : delivery.sinks)
      if (const Open* to = open(spec); to != nullptr && !to->row->compares(to->spec))
        ledger_.owe(delivery.record, to->spec);
  (void)ledger_.commit(); // a hint
}

bool Custody::is_outstanding(const Delivery& delivery) {
  return std::any_of(delivery.sinks.begin(), delivery.sinks.end(), [&](const model::SinkSpec& spec) {
    const Open* to = open(spec);
    return to != nullptr && ledger_.is_outstanding(delivery.record, to->spec);
  });
}

std::vector<base::Result<void>> Custody::deliver(const std::vector<Delivery>& deliveries) {
  std::vector<base::Result<void>> results(deliveries.size());
  for (const auto& [to, indices] : by_sink(deliveries, results)) {
    Records records;
    std::vector<size_t> taken;
    for (const size_t i : indices)
      if (wants(*to, deliveries[i])) {
        records.push_back(deliveries[i].record);
        taken.push_back(i);
      }
    if (records.empty())
      continue;
    const auto each = to->sink->publish(records);
    for (size_t k = 0; k < each.size(); ++k) {
      if (each[k]) {
        ledger_.taken(records[k], to->spec, !to->row->compares(to->spec));
        continue;
      }
      ledger_.owe(records[k], to->spec);
      note_failure(results[taken[k]], to->spec, each[k].error());
    }
  }
  (void)ledger_.commit(); // a hint: what is lost of it is given once more
  return results;
}

base::Result<void> Custody::forget(const Records& gone) {
  base::Result<void> first;
  for (const auto& [key, one] : open_)
    if (const auto done = one->sink->forget(gone); !done)
      note_failure(first, one->spec, done.error());
  ledger_.forget(gone);
  (void)ledger_.commit();
  return first;
}

std::vector<base::Result<void>> Custody::withdraw(const std::vector<Delivery>& deliveries) {
  std::vector<base::Result<void>> results(deliveries.size());
  (void)by_sink(deliveries, results); // opens what is not open yet
  Records gone;
  for (const Delivery& delivery : deliveries)
    gone.push_back(delivery.record);
  if (const auto done = forget(gone); !done)
    std::fill(results.begin(), results.end(), done);
  return results;
}

base::Result<void> Custody::sweep(const Account& account, const std::string& stack,
                                  const std::set<int64_t>& alive) {
  Records gone;
  for (const auto& [key, one] : open_) {
    auto held = one->sink->held();
    if (!held)
      continue; // told where it is written to
    for (Held& each : *held)
      if (each.record.account == account && each.record.stack == stack && each.record.instance_id != 0 &&
          alive.count(each.record.instance_id) == 0)
        gone.push_back(std::move(each.record));
  }
  return gone.empty() ? base::Result<void>() : forget(gone);
}

base::Result<void> Custody::finish() {
  base::Result<void> first;
  for (const auto& [key, one] : open_)
    if (const auto done = one->sink->finish(); !done)
      note_failure(first, one->spec, done.error());
  (void)ledger_.fold();
  return first;
}

} // namespace cerec::tokens
