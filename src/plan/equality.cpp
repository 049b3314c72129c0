#include "cerec/plan/equality.hpp"

#include "plan/binding_equality.hpp"
#include "plan/declared_fields.hpp"
#include "plan/precondition.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cerec::plan {
namespace {

using model::Change;
using model::ChangeKind;
using model::Field;
using model::FieldChange;
using model::Shown;

bool deletes(ChangeKind kind) {
  return kind == ChangeKind::remove || kind == ChangeKind::dedupe;
}

bool goes_away(ChangeKind kind) {
  return deletes(kind) || kind == ChangeKind::release;
}

/// What the fresh plan says of the instances of the reviewed one.
class Fresh {
public:
  explicit Fresh(const Now& now) : now_(now) {
    for (const std::vector<Change>* list : {&now.plan.changes, &now.plan.would_prune})
      for (const Change& change : *list) {
        if (change.instance_id != 0)
          by_id_.emplace(change.instance_id, &change);
        if (!goes_away(change.kind)) // the identity's one instance, not its duplicates
          by_address_.emplace(change.address, &change);
      }
    for (const model::DesiredInstance& desired : now.desired)
      desired_.emplace(desired.address, &desired);
  }
  [[nodiscard]] const Change* by_id(int64_t id) const { return find(by_id_, id); }
  /// What is done with the identity's one instance.
  [[nodiscard]] const Change* by_address(const model::Address& address) const {
    return find(by_address_, address);
  }
  /// The listing is complete: what it lacks does not exist.
  [[nodiscard]] const model::LiveInstance* alive(int64_t id) const {
    const auto& all = now_.listing.instances;
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& live) { return live.id == id; });
    return found == all.end() ? nullptr : &*found;
  }
  /// What the manifest declares now, as a create would list it.
  [[nodiscard]] std::vector<FieldChange> declared(const model::Address& address) const {
    const model::DesiredInstance* desired = find(desired_, address);
    return desired == nullptr ? std::vector<FieldChange>{} : declared_fields(*desired, now_.options);
  }

private:
  template <class Key, class Value>
  static Value* find(const std::map<Key, Value*>& map, const Key& key) {
    const auto found = map.find(key);
    return found == map.end() ? nullptr : found->second;
  }
  const Now& now_;
  std::map<int64_t, const Change*> by_id_;
  std::map<model::Address, const Change*> by_address_;
  std::map<model::Address, const model::DesiredInstance*> desired_;
};

struct Verdict {
  enum class Kind { equal, done, stale } kind = Kind::equal;
  std::string reason{};    ///< stale: what differs
  int64_t instance_id = 0; ///< done: what is so already
};

Verdict stale(std::string reason) {
  return {Verdict::Kind::stale, std::move(reason), 0};
}
Verdict done(int64_t instance_id) {
  return {Verdict::Kind::done, {}, instance_id};
}

bool is_new(ChangeKind kind) {
  return kind == ChangeKind::create || kind == ChangeKind::replace;
}

std::string text_of(const Shown& shown) {
  if (shown.kind == Shown::Kind::text)
    return base::visible(base::take_characters(shown.text, 60));
  if (shown.kind != Shown::Kind::secret)
    return shown.kind == Shown::Kind::null ? "null" : "nothing";
  const std::string from = shown.reference.empty() ? "" : " from " + base::visible(shown.reference);
  return fmt::format("(secret{}{}{})", shown.text.empty() ? "" : " ", shown.text, from);
}

const FieldChange* field_at(const std::vector<FieldChange>& fields, const model::FieldPath& path) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const FieldChange& field) { return field.path == path; });
  return found == fields.end() ? nullptr : &*found;
}

/// The first field that differs, in words; empty: none.
std::string different_field(const std::vector<FieldChange>& reviewed, const std::vector<FieldChange>& fresh) {
  for (const FieldChange& then : reviewed) {
    const FieldChange* now = field_at(fresh, then.path);
    if (now == nullptr)
      return fmt::format("{} would not be written any more", then.path.text());
    if (now->after != then.after)
      return fmt::format("{} would become {}, not {}", then.path.text(), text_of(now->after),
                         text_of(then.after));
    if (*now != then)
      return fmt::format("{} is another now", then.path.text());
  }
  for (const FieldChange& now : fresh)
    if (field_at(reviewed, now.path) == nullptr)
      return fmt::format("{} would become {} too", now.path.text(), text_of(now.after));
  return {};
}

/// Only a create sends it, so it is resolved for none but a create, and no listing shows it.
bool only_of_a_create(const model::FieldPath& path) {
  return path.is(Field::ownership) || (!path.compared() && !path.reserved());
}

/// A reviewed field that the kept instance has to have: true unless its manifest says something else by now.
bool declared_alike(const FieldChange& reviewed, const std::vector<FieldChange>& declared) {
  if (only_of_a_create(reviewed.path))
    return true;
  const FieldChange* now = field_at(declared, reviewed.path);
  if (now == nullptr) // what is the default is not declared, nor is the state of the protocol
    return reviewed.path.is(Field::disabled) || reviewed.path.reserved();
  return now->after == reviewed.after;
}

/// Empty if the plan, carried out, leaves what is kept now.
std::string differs_from_kept(const Change& reviewed, const std::vector<FieldChange>& declared) {
  for (const FieldChange& field : reviewed.fields)
    if (!declared_alike(field, declared))
      return fmt::format("its manifest declares another {} now", field.path.text());
  if (is_new(reviewed.kind))
    for (const FieldChange& field : declared)
      if (!only_of_a_create(field.path) && field_at(reviewed.fields, field.path) == nullptr)
        return fmt::format("its manifest declares {} now", field.path.text());
  return {};
}

Verdict kept(const Change& reviewed, const Change& now, const Fresh& fresh) {
  std::string difference = differs_from_kept(reviewed, fresh.declared(reviewed.address));
  if (difference.empty())
    return done(now.instance_id);
  return stale(fmt::format("instance {} is kept as it is, but {}", now.instance_id, difference));
}

/// Both are planned: what of them differs.
Verdict equal_change(const Change& reviewed, const Change& now) {
  const auto moved = [&](const std::string& what) {
    if (reviewed.instance_id == 0)
      return stale("the create is another now: " + what);
    return stale(fmt::format("instance {} changed since: {}", reviewed.instance_id, what));
  };
  if (now.refused())
    return stale(fmt::format("refused now: {}", text_of(now.refusal)));
  if (now.kind != reviewed.kind)
    return moved(fmt::format("now it would be \"{}\"", row_of(now.kind).word));
  if (now.address != reviewed.address)
    return moved("it belongs to " + now.address.text());
  const std::vector<std::string> parts = disagreements(reviewed.precondition, now.precondition);
  if (!parts.empty())
    return moved(fmt::format("{}", fmt::join(parts, ", ")));
  if (now.name != reviewed.name)
    return moved(fmt::format("its name would be {}", base::visible(now.name)));
  if (const std::string field = different_field(reviewed.fields, now.fields); !field.empty())
    return moved(field);
  if (now.unverified != reviewed.unverified)
    return moved("other fields of it cannot be verified");
  if (now.sinks != reviewed.sinks)
    return moved(fmt::format("its token would go to {}, not to {}", fmt::join(now.sinks, "; "),
                             fmt::join(reviewed.sinks, "; ")));
  return {};
}

Verdict judge_create(const Change& reviewed, const Fresh& fresh) {
  const Change* now = fresh.by_address(reviewed.address);
  if (now == nullptr)
    return stale("no manifest declares it any more");
  if (now->kind == ChangeKind::keep && !now->refused())
    return kept(reviewed, *now, fresh);
  if (now->instance_id != 0 && !now->refused())
    return stale(fmt::format("instance {} has this identity or name now", now->instance_id));
  return equal_change(reviewed, *now);
}

/// The fresh plan says nothing of the instance.
Verdict judge_unplanned(const Change& reviewed, const Fresh& fresh) {
  if (const model::LiveInstance* live = fresh.alive(reviewed.instance_id)) {
    const std::string owner = live->owner_text();
    return stale(fmt::format("instance {} belongs to {} now", live->id,
                             owner.empty() ? std::string("nobody") : base::visible(owner)));
  }
  if (deletes(reviewed.kind))
    return done(0);
  const Change* successor = fresh.by_address(reviewed.address);
  if (reviewed.kind == ChangeKind::replace && successor != nullptr && successor->kind == ChangeKind::keep)
    return kept(reviewed, *successor, fresh);
  return stale(fmt::format("instance {} is gone", reviewed.instance_id));
}

Verdict judge_write(const Change& reviewed, const Fresh& fresh) {
  const Change* now = fresh.by_id(reviewed.instance_id);
  if (now == nullptr)
    return judge_unplanned(reviewed, fresh);
  const bool writes = reviewed.kind == ChangeKind::update || reviewed.kind == ChangeKind::adopt;
  if (writes && now->kind == ChangeKind::keep && !now->refused() && now->address == reviewed.address)
    return kept(reviewed, *now, fresh);
  return equal_change(reviewed, *now);
}

bool is_declared(const Now& now, const std::string& logical_id) {
  return std::any_of(now.desired.begin(), now.desired.end(),
                     [&](const auto& desired) { return desired.address.logical_id == logical_id; });
}

std::vector<std::string> unnamed_seconds(const model::Plan& reviewed, const Now& now) {
  std::vector<std::string> seconds;
  for (const Change& change : now.plan.changes) {
    const bool named = std::any_of(reviewed.changes.begin(), reviewed.changes.end(), [&](const Change& then) {
      return then.instance_id == change.instance_id;
    });
    if (change.kind == ChangeKind::dedupe && !named && is_declared(now, change.address.logical_id))
      seconds.push_back(fmt::format("instance {} is a second one of {}, and the plan does not name it",
                                    change.instance_id, base::visible(change.address.text())));
  }
  return seconds;
}

} // namespace

Comparison compare(const model::Plan& reviewed, const Now& now) {
  Comparison comparison;
  comparison.whole = unfit(reviewed.binding, now.plan.binding);
  if (comparison.whole.empty())
    comparison.whole = unfit_secrets(reviewed, now.plan);
  const Fresh fresh(now);
  size_t effective = 0;
  for (size_t i = 0; i < reviewed.changes.size(); ++i) {
    const Change& change = reviewed.changes[i];
    if (change.kind == ChangeKind::keep || change.refused())
      continue;
    ++effective;
    Verdict verdict =
        change.kind == ChangeKind::create ? judge_create(change, fresh) : judge_write(change, fresh);
    if (verdict.kind == Verdict::Kind::done)
      comparison.left.done.emplace(i, verdict.instance_id);
    else if (verdict.kind == Verdict::Kind::stale)
      comparison.left.stale.emplace(i, std::move(verdict.reason));
  }
  comparison.left.seconds = unnamed_seconds(reviewed, now);
  comparison.already_applied = effective > 0 && comparison.left.done.size() == effective;
  return comparison;
}

} // namespace cerec::plan
