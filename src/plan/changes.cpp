#include "plan/changes.hpp"

#include "plan/declared_fields.hpp"
#include "plan/field_diff.hpp"
#include "plan/guard.hpp"
#include "plan/select.hpp"
#include "plan/shown.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::plan {
namespace {

using model::Change;
using model::ChangeKind;
using model::Field;
using model::FieldChange;
using model::FieldState;
using model::Reason;
using model::Refusal;
using model::Shown;

model::Candidate candidate_of(const model::LiveInstance& live) {
  return {live.id, live.name, live.created, live.owner_text()};
}

/// Why an update is planned; the first that fits.
Reason update_reason(const Change& change, How how, bool rotated) {
  if (how == How::unsettled)
    return Reason::unsettled;
  if (how == How::renumbered)
    return change.previous_name.empty() ? Reason::identity_changed : Reason::renamed;
  const auto of_manifest = [](const FieldChange& field) {
    return field.path.is(Field::name) && field.state != FieldState::drift;
  };
  if (std::any_of(change.fields.begin(), change.fields.end(), of_manifest))
    return Reason::renamed;
  return rotated ? Reason::rotate_requested : Reason::fields_differ;
}

bool is_reserved(const FieldChange& field) {
  return field.path.reserved();
}

/// True if the change gives the token to sinks that do not have it under this identity.
bool hands_out(const Change& change) {
  if (change.kind == ChangeKind::create || change.kind == ChangeKind::adopt ||
      change.kind == ChangeKind::replace)
    return true;
  return change.kind == ChangeKind::update &&
         std::any_of(change.fields.begin(), change.fields.end(), [](const FieldChange& field) {
           return field.path.is(Field::ownership) || field.path.is(Field::settled);
         });
}

} // namespace

Change ChangeMaker::base_of(const model::DesiredInstance& desired) const {
  Change change;
  change.address = desired.address;
  change.name = desired.name;
  if (desired.origin)
    change.origin = {desired.origin.file->name, desired.origin.line, desired.origin.column};
  return change;
}

Change ChangeMaker::base_of(const model::LiveInstance& live) const {
  Change change;
  change.address = {live.element.key, live.ownership.logical_id};
  change.name = live.name;
  change.instance_id = live.id;
  change.created = live.created;
  change.unhealthy = live.valid == false;
  change.precondition = precondition_of(live, *options_.key);
  return change;
}

Change ChangeMaker::of_match(const Match& match) {
  Change change = base_of(*match.desired);
  if (match.live != nullptr) {
    change.instance_id = match.live->id;
    change.created = match.live->created;
    change.unhealthy = match.live->valid == false;
  }
  if (match.how == How::absent) {
    change.kind = ChangeKind::create;
    change.reason = Reason::absent;
    change.fields = declared_fields(*match.desired, options_);
  } else if (match.how == How::foreign || match.how == How::ambiguous) {
    refused(change, match);
  } else if (!same_element(match.desired->element, match.live->element)) {
    replaced(change, match);
  } else {
    compared(change, match);
  }
  if (match.live != nullptr && change.kind != ChangeKind::keep)
    change.precondition = precondition_of(*match.live, *options_.key);
  if (!change.refused() && hands_out(change))
    change.sinks = sinks_of(match.desired);
  return change;
}

std::vector<std::string> ChangeMaker::sinks_of(const model::DesiredInstance* desired) const {
  return texts_of(desired != nullptr && !desired->sinks.empty() ? desired->sinks : options_.sinks);
}

void ChangeMaker::refused(Change& change, const Match& match) const {
  const bool foreign = match.how == How::foreign;
  for (const model::LiveInstance* one : match.candidates)
    change.candidates.push_back(candidate_of(*one));
  const bool ours = !match.candidates.empty() && match.candidates.front()->carries(match.identity);
  change.kind = ours ? ChangeKind::update : ChangeKind::adopt;
  change.reason = ours ? Reason::duplicate : Reason::unowned_match;
  change.refusal = foreign ? Refusal::foreign_owner : Refusal::ambiguous;
  if (match.candidates.empty()) {
    change.notes.emplace_back("two manifests have this logical id");
    return;
  }
  const auto contradictory = std::find_if(match.candidates.begin(), match.candidates.end(),
                                          [](const auto* one) { return one->contradictory(); });
  if (contradictory != match.candidates.end()) { // no command settles that: whose it is, only people know
    change.notes.push_back(fmt::format("instance {} carries two identities: remove one of its cerec:id tags",
                                       (*contradictory)->id));
    return;
  }
  const std::string& word = match.desired->name.find('\n') == std::string::npos
                                ? match.desired->name
                                : match.desired->address.logical_id;
  change.advice = "cerec apply --take-over " +
                  shell_word(foreign ? word : fmt::format("{}={}", word, match.candidates.front()->id));
}

void ChangeMaker::replaced(Change& change, const Match& match) const {
  change.kind = ChangeKind::replace;
  change.reason = Reason::element_changed;
  if (match.live->name != change.name)
    change.previous_name = match.live->name;
  change.fields.push_back({Field::element, shown_text(match.live->element.text()),
                           shown_text(match.desired->element.text()), FieldState::pending});
  if (match.live->ownership.protect || match.desired->protect) {
    change.refusal = Refusal::protected_instance;
    change.advice = "first apply without `cerec.protect`, then change the element";
    return;
  }
  const auto allowed = [&](const std::string& word) { return options_.mode.allow_replace.count(word) > 0; };
  if (!allowed(change.name) && !allowed(change.address.text()) && !allowed(change.address.logical_id)) {
    change.refusal = Refusal::replace_forbidden;
    change.advice = "cerec apply --allow-replace " + shell_word(change.address.text());
    return;
  }
  for (FieldChange& field : declared_fields(*match.desired, options_))
    change.fields.push_back(std::move(field));
  std::sort(change.fields.begin(), change.fields.end(),
            [](const FieldChange& a, const FieldChange& b) { return a.path < b.path; });
}

void ChangeMaker::compared(Change& change, const Match& match) {
  const model::DesiredInstance& desired = *match.desired;
  const bool rotate = is_rotated(desired);
  FieldDiff diff = diff_fields(desired, *match.live, options_, rotate);
  change.fields = std::move(diff.fields);
  change.unverified = std::move(diff.unverified);
  for (const Rounded& one : diff.rounded)
    rounded_.push_back(
        fmt::format("{} {}{}", desired.address.text(), one.path.text(),
                    one.kept.empty() ? "" : fmt::format(" ({} for {})", one.kept, one.declared)));
  const bool writes_fields = !change.fields.empty();
  reserved_fields(change, match);
  if (diff.previous_key) {
    change.fields.push_back({Field::fingerprint_key, shown_text(match.live->ownership.fingerprint->key_id),
                             shown_text(options_.key->id()), FieldState::pending});
    change.notes.emplace_back("what was last applied was verified with a previous key, and is recorded with "
                              "the present one");
  }
  notes(change, desired, diff.why_unverified, diff.undeclared);
  if (match.how == How::unsettled && match.candidates.size() > 1)
    for (const model::LiveInstance* one : match.candidates)
      change.candidates.push_back(candidate_of(*one));
  if (change.fields.empty()) {
    change.reason = change.unverified.empty() ? Reason::none : Reason::unverifiable;
    return;
  }
  const auto name = std::find_if(change.fields.begin(), change.fields.end(),
                                 [](const FieldChange& field) { return field.path.is(Field::name); });
  if (name != change.fields.end())
    change.previous_name = match.live->name;
  change.fingerprint_only = std::all_of(change.fields.begin(), change.fields.end(), is_reserved);
  const bool adopts = match.how == How::unowned || match.how == How::taken_over;
  change.kind = adopts ? ChangeKind::adopt : ChangeKind::update;
  if (adopts)
    change.reason = match.how == How::unowned ? Reason::unowned_match : Reason::taken_over;
  else
    change.reason = update_reason(change, match.how, rotate && writes_fields);
  std::sort(change.fields.begin(), change.fields.end(),
            [](const FieldChange& a, const FieldChange& b) { return a.path < b.path; });
}

/// What is kept in reserved tags, as fields: so that a diff is never empty where something is written.
void ChangeMaker::reserved_fields(Change& change, const Match& match) const {
  const model::Ownership& owner = match.live->ownership;
  const auto add = [&](Field path, Shown before, Shown after) {
    if (before != after)
      change.fields.push_back({path, std::move(before), std::move(after), FieldState::pending});
  };
  add(Field::ownership, shown_text(match.live->owner_text()),
      shown_text(options_.stack + "/" + match.desired->address.logical_id));
  const bool adopts = match.how == How::unowned || match.how == How::taken_over;
  if (!adopts)
    add(Field::settled, shown_flag(owner.settled), shown_flag(true));
  if (!owner.damaged.empty()) // the code alone told whose it is
    add(Field::readable_tags, {Shown::Kind::text, "damaged"}, {Shown::Kind::text, "restored"});
  add(Field::protect, shown_flag(owner.protect), shown_flag(match.desired->protect));
  add(Field::on_remove, shown_text(owner.release ? "release" : "delete"),
      shown_text(match.desired->release ? "release" : "delete"));
  add(Field::quarantined, shown_flag(owner.quarantined), shown_flag(false));
  // Quarantine disabled it; declared again it works again, unless the manifest says otherwise.
  const bool has_disabled =
      std::any_of(change.fields.begin(), change.fields.end(),
                  [](const FieldChange& field) { return field.path.is(Field::disabled); });
  if (owner.quarantined && !has_disabled && !match.desired->disabled)
    add(Field::disabled, shown_flag(true), shown_flag(false));
}

void ChangeMaker::notes(Change& change, const model::DesiredInstance& desired, std::string_view why,
                        size_t undeclared) const {
  if (!change.unverified.empty()) {
    std::string paths;
    for (const model::FieldPath& path : change.unverified)
      paths += (paths.empty() ? "" : ", ") + path.text();
    change.notes.push_back(fmt::format("cannot be verified: {} ({}); --rotate {} writes it again", paths, why,
                                       shell_word(desired.address.text())));
  }
  if (undeclared > 0)
    change.notes.push_back(
        undeclared == 1
            ? "1 field is no longer declared; its value stays as it is"
            : fmt::format("{} fields are no longer declared; their values stay as they are", undeclared));
}

Change ChangeMaker::dedupe(const model::LiveInstance& duplicate, const model::LiveInstance& winner) const {
  Change change = base_of(duplicate);
  change.kind = ChangeKind::dedupe;
  change.reason = Reason::duplicate;
  // Told of old ones too: a plan does not change with the hour at which it is made.
  if (const auto from = model::nobodys_from(duplicate.created, options_.unsettled_age))
    change.notes.push_back(fmt::format("posted at {}, never settled; it may be removed from {} on, since no "
                                       "run is at work on it then",
                                       duplicate.created, base::text_of(*from)));
  change.candidates = {candidate_of(winner)};
  return change;
}

Change ChangeMaker::release(const model::LiveInstance& live, Reason reason) const {
  Change change = base_of(live);
  change.kind = ChangeKind::release;
  change.reason = reason;
  change.fields.push_back({Field::ownership, shown_text(live.owner_text()), Shown{}, FieldState::pending});
  return change;
}

Change ChangeMaker::removal(const model::LiveInstance& live, const model::DesiredInstance* desired) const {
  const bool forget = live.ownership.release || (desired != nullptr && desired->release);
  Change change = forget ? release(live, Reason::released) : base_of(live);
  if (desired != nullptr && desired->origin)
    change.origin = {desired->origin.file->name, desired->origin.line, desired->origin.column};
  if (forget)
    return change;
  change.kind = ChangeKind::remove;
  change.reason = options_.mode.destroy ? Reason::destroy_requested : Reason::manifest_removed;
  if (!live.ownership.settled)
    change.notes.emplace_back("posted by a run that did not finish; never settled");
  if (live.ownership.protect || (desired != nullptr && desired->protect)) {
    change.refusal = Refusal::protected_instance;
    change.advice = "declare it without `cerec.protect` and apply; then remove the manifest";
  }
  if (!change.refused() && !options_.mode.delete_by_disable)
    change.sinks = sinks_of(desired);
  return change;
}

bool ChangeMaker::may_be_in_progress(const model::LiveInstance& live) const {
  if (live.ownership.settled)
    return false;
  const std::optional<base::WallTime> from = model::nobodys_from(live.created, options_.unsettled_age);
  return from && (!as_of_ || *as_of_ < *from);
}

bool ChangeMaker::is_rotated(const model::DesiredInstance& desired) {
  bool rotated = false;
  for (size_t i = 0; i < options_.mode.rotate.size(); ++i)
    if (names(options_.mode.rotate[i], desired.name, desired.address)) {
      rotate_used_[i] = true;
      rotated = true;
    }
  return rotated;
}

std::string ChangeMaker::rounded_warning() const {
  if (rounded_.empty())
    return "";
  const std::string more = rounded_.size() > 1 ? fmt::format(" and {} more", rounded_.size() - 1) : "";
  return fmt::format("the service keeps numbers in objects with the digits of a double, and no update can "
                     "mend that: {}{}; in quotes, as texts, they keep their digits",
                     *std::min_element(rounded_.begin(), rounded_.end()), more);
}

std::vector<std::string> ChangeMaker::warnings() const {
  std::vector<std::string> texts;
  for (size_t i = 0; i < options_.mode.rotate.size(); ++i)
    if (!rotate_used_[i] && !options_.mode.shard)
      texts.push_back(fmt::format("--rotate '{}' names no instance that exists", options_.mode.rotate[i]));
  return texts;
}

} // namespace cerec::plan
