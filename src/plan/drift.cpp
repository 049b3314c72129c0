#include "cerec/base/text.hpp"
#include "cerec/plan/make_plan.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <tuple>

namespace cerec::plan {
namespace {

using model::Change;
using model::ChangeKind;
using model::DriftItem;
using model::DriftKind;
using model::FieldChange;
using model::FieldState;

/// What differs from a live instance: of a replace not what its create half writes.
std::vector<FieldChange> differences(const Change& change) {
  std::vector<FieldChange> fields;
  for (const FieldChange& field : change.fields)
    if (change.kind != ChangeKind::create &&
        (change.kind != ChangeKind::replace || field.path.is(model::Field::element)))
      fields.push_back(field);
  return fields;
}

std::string age_text(base::Duration age) {
  using namespace std::chrono;
  if (age < minutes(2))
    return fmt::format("{} s", duration_cast<seconds>(age).count());
  if (age < hours(2))
    return fmt::format("{} min", duration_cast<minutes>(age).count());
  return age < hours(48) ? fmt::format("{} h", duration_cast<hours>(age).count())
                         : fmt::format("{} days", duration_cast<hours>(age).count() / 24);
}

class Classifier {
public:
  Classifier(const model::Plan& plan, const model::Listing& live,
             const std::vector<model::DesiredInstance>& desired, const base::KnownSecrets* known)
      : plan_(plan), live_(live), known_(known) {
    for (const model::DesiredInstance& one : desired)
      if (one.disabled)
        stated_.emplace(one.address, *one.disabled);
    for (const model::LiveInstance& one : live.instances)
      if (one.disabled.value_or(false))
        disabled_.insert(one.id);
  }

  model::DriftReport run() {
    for (const Change& change : plan_.changes)
      of_change(change);
    for (const Change& change : plan_.would_prune)
      add(DriftKind::orphaned, change, "no manifest declares it");
    of_unowned();
    std::sort(report_.items.begin(), report_.items.end(), [](const DriftItem& a, const DriftItem& b) {
      return std::tie(a.kind, a.address, a.instance_id) < std::tie(b.kind, b.address, b.instance_id);
    });
    for (const DriftItem& item : report_.items)
      ++report_.counts[item.kind];
    report_.counts[DriftKind::in_sync] = in_sync_;
    report_.counts[DriftKind::foreign] = plan_.foreign;
    report_.binding = plan_.binding;
    report_.managed = plan_.owned;
    report_.listed = plan_.listed;
    const size_t unmanaged = report_.counts[DriftKind::unmanaged];
    const size_t known = plan_.owned + unmanaged;
    report_.coverage = known == 0 ? 1.0 : static_cast<double>(plan_.owned) / static_cast<double>(known);
    report_.list_requests = live_.list_requests;
    report_.detail_requests = live_.detail_requests;
    return std::move(report_);
  }

private:
  /// Switched off, and nobody says whether it should be: no drift, but to be told.
  [[nodiscard]] bool is_disabled_undeclared(const Change& change) const {
    const bool declared = change.kind == ChangeKind::keep || change.kind == ChangeKind::update;
    return declared && disabled_.count(change.instance_id) > 0 && !stated_.contains(change.address);
  }

  void of_change(const Change& change) {
    if (is_disabled_undeclared(change))
      ++report_.disabled_undeclared;
    if (change.unhealthy)
      add(DriftKind::unhealthy, change, "the service says that it is not valid");
    if (change.refusal == model::Refusal::ambiguous) {
      add(DriftKind::duplicate, change,
          change.advice.empty() && !change.notes.empty()
              ? change.notes.front()
              : base::counted(change.candidates.size(), "instance") + " may be meant");
      return;
    }
    if (change.refusal == model::Refusal::foreign_owner) {
      const std::string owner = change.candidates.empty() ? "" : change.candidates.front().owner;
      add(DriftKind::missing, change, fmt::format("the instance of this name belongs to {}", owner));
      return;
    }
    switch (change.kind) {
    case ChangeKind::create:
      add(DriftKind::missing, change, "declared, and not in the account");
      break;
    case ChangeKind::adopt:
      add(DriftKind::pending, change, "to be adopted");
      break;
    case ChangeKind::replace:
      add(DriftKind::pending, change, "the element changed");
      break;
    case ChangeKind::update:
      of_update(change);
      break;
    case ChangeKind::remove:
    case ChangeKind::release:
      add(DriftKind::orphaned, change, "no manifest declares it");
      break;
    case ChangeKind::dedupe:
      add(DriftKind::duplicate, change, second_instance(change));
      break;
    case ChangeKind::keep:
      if (change.reason == model::Reason::unverifiable)
        add(DriftKind::unverifiable, change, change.notes.empty() ? std::string() : change.notes.front());
      else if (!change.unhealthy)
        ++in_sync_;
      break;
    }
  }

  /// Disabled although the manifest says that it should work, and not because the manifest is newer.
  [[nodiscard]] bool is_disabled_by_hand(const Change& change, const FieldChange& field) const {
    const auto stated = stated_.find(change.address);
    return field.path.is(model::Field::disabled) && field.state != FieldState::pending &&
           stated != stated_.end() && !stated->second;
  }

  void of_update(const Change& change) {
    bool drift = false, pending = false, conflict = false, by_hand = false;
    for (const FieldChange& field : change.fields) {
      if (is_disabled_by_hand(change, field))
        by_hand = true;
      else if (field.state == FieldState::conflict)
        conflict = true;
      else if (field.state == FieldState::drift || field.state == FieldState::unknown)
        drift = true;
      else
        pending = true;
    }
    if (by_hand && !change.unhealthy)
      add(DriftKind::unhealthy, change, "disabled against the manifest");
    if (conflict || (drift && pending))
      add(DriftKind::conflict, change, "the manifest and the instance both moved");
    else if (drift)
      add(DriftKind::drift, change, "the instance was edited");
    else if (pending)
      add(DriftKind::pending, change, pending_text(change));
  }

  [[nodiscard]] static std::string pending_text(const Change& change) {
    if (change.reason == model::Reason::unsettled)
      return "posted by a run that did not finish";
    const bool key_alone =
        change.fields.size() == 1 && change.fields[0].path.is(model::Field::fingerprint_key);
    return key_alone ? "its record was made with a previous key" : "the manifest is ahead";
  }

  /// Its age, and when an apply removes it.
  [[nodiscard]] std::string second_instance(const Change& change) const {
    std::string text = "a second instance of one identity";
    if (const auto posted = base::wall_time_of(change.created); posted && live_.as_of > *posted)
      text += fmt::format(", {} old", age_text(*live_.as_of - *posted));
    for (const std::string& note : change.notes)
      text += "; " + note;
    return text;
  }

  /// Unowned instances, but for those that the plan adopts.
  void of_unowned() {
    std::set<int64_t> planned;
    for (const Change& change : plan_.changes)
      if (change.kind == ChangeKind::adopt && !change.refused())
        planned.insert(change.instance_id);
    for (const model::LiveInstance& one : live_.instances) {
      if (one.ownership.owned() || planned.count(one.id) > 0)
        continue;
      DriftItem item;
      item.kind = DriftKind::unmanaged;
      item.name = known_ == nullptr ? one.name : known_->cut(one.name);
      item.address.element = one.element.key;
      item.instance_id = one.id;
      item.created = one.created;
      report_.items.push_back(std::move(item));
    }
  }

  void add(DriftKind kind, const Change& change, std::string detail) {
    DriftItem item;
    item.kind = kind;
    item.address = change.address;
    item.name = change.name;
    item.instance_id = change.instance_id;
    item.created = change.created;
    item.fields = differences(change);
    item.origin = change.origin;
    item.detail = std::move(detail);
    report_.items.push_back(std::move(item));
  }

  const model::Plan& plan_;
  const model::Listing& live_;
  const base::KnownSecrets* known_;
  std::map<model::Address, bool> stated_; ///< what manifests say of `disabled`
  std::set<int64_t> disabled_;
  model::DriftReport report_;
  size_t in_sync_ = 0;
};

} // namespace

model::DriftReport drift_of(const model::Plan& plan, const model::Listing& live,
                            const std::vector<model::DesiredInstance>& desired,
                            const base::KnownSecrets* known) {
  return Classifier(plan, live, desired, known).run();
}

} // namespace cerec::plan
