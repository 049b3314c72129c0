#include "plan/field_diff.hpp"

#include "cerec/model/label.hpp"
#include "cerec/model/normalise.hpp"
#include "plan/shown.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::plan {
namespace {

using model::Field;
using model::FieldPath;
using model::FieldState;
using model::Shown;
using model::Value;

constexpr std::string_view k_no_fingerprint = "nothing is recorded of what was last applied";
constexpr std::string_view k_other_key = "the record of what was last applied was made with another key";
constexpr std::string_view k_not_recorded = "it was not written by cerec so far";
constexpr std::string_view k_not_read = "the details of the instance were not read";
constexpr std::string_view k_is_mask = "the manifest's value is the mask itself";

/// The key that a fingerprint was made with; nullptr: none that is known.
const crypto::FingerprintKey* maker_of(const model::Fingerprint& print, const Options& options) {
  if (print.key_id == options.key->id())
    return options.key;
  const auto& previous = options.previous_keys;
  const auto found = std::find_if(previous.begin(), previous.end(),
                                  [&](const auto& each) { return each.id() == print.key_id; });
  return found == previous.end() ? nullptr : &*found;
}

/// One instance's comparison. The fingerprint is asked only where texts differ or cannot be seen: keyed
/// hashes are the costly part of a plan in which nothing changes.
class Comparison {
public:
  Comparison(const model::DesiredInstance& desired, const model::LiveInstance& live, const Options& options,
             bool rotate)
      : desired_(desired), live_(live), options_(options), rotate_(rotate) {
    const auto& print = live.ownership.fingerprint;
    if (print)
      maker_ = maker_of(*print, options);
    if (maker_ != nullptr)
      print_ = &*print;
    diff_.previous_key = maker_ != nullptr && maker_ != options.key;
    why_no_print_ = print ? k_other_key : k_no_fingerprint;
  }

  FieldDiff run() {
    const std::string& element = live_.element.key;
    for (const auto& [key, value] : desired_.configuration)
      configuration(element, key, value);
    if (desired_.disabled && !ignored(Field::disabled))
      disabled(*desired_.disabled);
    // Equal as they stand, as they nearly always are: nothing to normalise.
    if (desired_.name != live_.name && !ignored(Field::name))
      text(Field::name, normalise(Field::name, Value::string(desired_.name)),
           normalise(Field::name, Value::string(live_.name)));
    if (desired_.tags && *desired_.tags != live_.user_tags && !ignored(Field::tags))
      tags(*desired_.tags);
    count_undeclared();
    return std::move(diff_);
  }

private:
  [[nodiscard]] bool ignored(const FieldPath& path) const {
    return !desired_.ignored_paths.empty() && is_ignored(desired_, path);
  }

  /// Marks hang on the identity that the instance carries: one that is renumbered is verified under the old
  /// one.
  [[nodiscard]] crypto::InstanceKey of_instance(const crypto::FingerprintKey& key) const {
    const model::Ownership& owner = live_.ownership;
    return key.of_instance(owner.owned() ? owner.code
                                         : model::identity_code(options_.stack, desired_.address.logical_id));
  }
  /// What marks are shown with.
  [[nodiscard]] const crypto::InstanceKey& key() const {
    if (!key_)
      key_ = of_instance(*options_.key);
    return *key_;
  }
  /// What the record was made with; only where there is one.
  [[nodiscard]] const crypto::InstanceKey& record_key() const {
    if (maker_ == options_.key)
      return key();
    if (!record_key_)
      record_key_ = of_instance(*maker_);
    return *record_key_;
  }
  [[nodiscard]] std::optional<crypto::FieldMark> recorded(const FieldPath& path) const {
    return print_ == nullptr ? std::nullopt : print_->find(record_key().mark_path(path.text(), print_->salt));
  }
  /// True if the last apply wrote this value.
  [[nodiscard]] bool applied(const FieldPath& path, const base::Secret& value) const {
    return print_ != nullptr && print_->holds(record_key().mark(path.text(), value.reveal(), print_->salt));
  }
  [[nodiscard]] static Shown secret_mark(uint32_t value) {
    return {Shown::Kind::secret, fmt::format("{:08x}", value)};
  }
  /// A recorded mark. One that a previous key made cannot be held beside a mark of the key in use.
  [[nodiscard]] Shown recorded_mark(const crypto::FieldMark& mark) const {
    return maker_ == options_.key ? secret_mark(mark.value) : Shown{Shown::Kind::secret, {}};
  }

  /// The three-way rule, for two values that are known to differ.
  [[nodiscard]] FieldState state_of(const FieldPath& path, const base::Secret& desired,
                                    const base::Secret& live) const {
    if (print_ == nullptr)
      return FieldState::unknown;
    if (!recorded(path) || applied(path, live))
      return FieldState::pending;
    if (applied(path, desired))
      return FieldState::drift;
    // What a null resets to is the element's business: any value after it is the default.
    if (applied(path, normalise(path, Value())))
      return FieldState::pending;
    return FieldState::conflict;
  }

  void text(const FieldPath& path, const base::Secret& desired, const base::Secret& live) {
    if (desired.same_as(live))
      return;
    add(path, {Shown::Kind::text, std::string(live.reveal())},
        {Shown::Kind::text, std::string(desired.reveal())}, state_of(path, desired, live));
  }

  void tags(const std::vector<std::string>& desired) {
    // What the service made of the name is nobody's edit.
    const std::vector<std::string> others =
        model::labels_beside_name(live_.user_tags, desired_.name, desired);
    const base::Secret ours(model::normalised_tags(desired)), theirs(model::normalised_tags(others));
    if (!ours.same_as(theirs))
      add(Field::tags, {Shown::Kind::text, shown_tags(live_.user_tags)},
          {Shown::Kind::text, shown_tags(desired)}, state_of(Field::tags, ours, theirs));
  }

  void disabled(bool desired) {
    const auto word = [](bool value) { return base::Secret(value ? "true" : "false"); };
    if (!live_.disabled && !live_.detailed) {
      unread(Field::disabled, word(desired), Shown{Shown::Kind::text, desired ? "true" : "false"});
      return;
    }
    text(Field::disabled, word(desired), word(live_.disabled.value_or(false)));
  }

  void configuration(std::string_view element, const std::string& key, const Value& desired) {
    const Value* live = nullptr;
    bool read = live_.detailed;
    if (live_.configuration) {
      const auto found = live_.configuration->find(key);
      live = found == live_.configuration->end() ? nullptr : &found->second;
      read = read || live != nullptr;
    }
    const bool masked = live != nullptr && live->is_mask();
    // The usual case first: both in clear and of one text.
    if (!rotate_ && live != nullptr && !masked && !live->is_null() && !desired.is_null() &&
        desired.text_for_request().same_as(live->text_for_request()))
      return;
    const FieldPath path = FieldPath::configuration(key);
    if (ignored(path))
      return;
    const bool secret = desired.sensitive() || masked || (live != nullptr && live->sensitive()) ||
                        (options_.is_secret && options_.is_secret(element, key));
    if (desired.is_mask()) { // never sent back
      unverified(path, k_is_mask);
      return;
    }
    const size_t before = diff_.fields.size();
    if (!read)
      unread(path, normalise(path, desired), after_of(path, desired, secret));
    else if (masked)
      hidden(path, desired);
    else
      visible(path, desired, live == nullptr ? Value() : *live, secret);
    if (rotate_ && secret && !desired.is_null() && diff_.fields.size() == before)
      rotated(path, desired, masked ? nullptr : live);
  }

  /// Both values can be seen.
  void visible(const FieldPath& path, const Value& desired, const Value& live, bool secret) {
    if (same_meaning(path, desired, live))
      return;
    const base::Secret ours = normalise(path, desired), theirs = normalise_beside(path, live, desired);
    if (desired.is_null()) {
      if (applied(path, ours))
        return; // reset by an earlier apply; what is there now is the element's default
    }
    const auto number = rounded_number(desired, live);
    // The last apply wrote it with all its digits, or nobody can tell: writing it again would not help.
    if (number && (print_ == nullptr || applied(path, ours))) {
      diff_.rounded.push_back({path, secret ? "" : number->declared, secret ? "" : number->kept});
      return;
    }
    add(path, shown(path, live, secret), after_of(path, desired, secret),
        number ? FieldState::pending : state_of(path, ours, theirs));
  }

  /// The service shows the mask: only the record of what was last applied tells anything.
  void hidden(const FieldPath& path, const Value& desired) {
    if (applied(path, normalise(path, desired)))
      return;
    if (const auto base = recorded(path))
      add(path, recorded_mark(*base), after_of(path, desired, true), FieldState::pending);
    else if (desired.is_null())
      add(path, {Shown::Kind::secret, {}}, {Shown::Kind::null, {}},
          print_ == nullptr ? FieldState::unknown : FieldState::pending);
    else
      unverified(path, print_ == nullptr ? why_no_print_ : k_not_recorded);
  }

  /// Nothing of the live value was read: believe the record, and nothing else.
  void unread(const FieldPath& path, const base::Secret& desired, Shown after) {
    if (applied(path, desired))
      return;
    if (recorded(path))
      add(path, {Shown::Kind::secret, {}}, std::move(after), FieldState::pending);
    else
      unverified(path, k_not_read);
  }

  void rotated(const FieldPath& path, const Value& desired, const Value* live) {
    const bool was_unverified = !diff_.unverified.empty() && diff_.unverified.back() == path;
    if (was_unverified)
      diff_.unverified.pop_back();
    const auto base = recorded(path);
    Shown before{Shown::Kind::secret, {}};
    if (live != nullptr)
      before = shown(path, *live, true);
    else if (base)
      before = recorded_mark(*base);
    add(path, std::move(before), after_of(path, desired, true),
        was_unverified ? FieldState::unverifiable : FieldState::pending);
  }

  [[nodiscard]] Shown after_of(const FieldPath& path, const Value& value, bool secret) const {
    Shown after = shown(path, value, secret);
    if (after.kind == Shown::Kind::secret)
      after.reference = reference_at(desired_, path);
    return after;
  }
  [[nodiscard]] Shown shown(const FieldPath& path, const Value& value, bool secret) const {
    if (value.is_null())
      return {Shown::Kind::null, {}};
    if (secret || !value.plain())
      return secret_mark(key().mark_value(path.text(), normalise(path, value).reveal()));
    return {Shown::Kind::text, std::string(*value.plain())};
  }

  void add(const FieldPath& path, Shown before, Shown after, FieldState state) {
    diff_.fields.push_back({path, std::move(before), std::move(after), state});
  }
  void unverified(FieldPath path, std::string_view why) {
    diff_.unverified.push_back(std::move(path));
    if (diff_.why_unverified.empty())
      diff_.why_unverified = why;
  }

  /// Recorded marks whose path no manifest declares now. The paths are hashed only if there is reason to:
  /// more marks than fields, or a change to tell about anyway.
  void count_undeclared() {
    if (print_ == nullptr)
      return;
    const size_t declared =
        1 + (desired_.tags ? 1 : 0) + (desired_.disabled ? 1 : 0) + desired_.configuration.size();
    if (print_->marks.size() <= declared && diff_.fields.empty())
      return;
    const auto known = [&](const FieldPath& path) { return recorded(path) ? size_t{1} : size_t{0}; };
    size_t found = known(Field::name) + (desired_.tags ? known(Field::tags) : 0) +
                   (desired_.disabled ? known(Field::disabled) : 0);
    for (const auto& [key, value] : desired_.configuration)
      found += known(FieldPath::configuration(key));
    diff_.undeclared = print_->marks.size() - std::min(found, print_->marks.size());
  }

  const model::DesiredInstance& desired_;
  const model::LiveInstance& live_;
  const Options& options_;
  bool rotate_;
  const model::Fingerprint* print_ = nullptr;
  const crypto::FingerprintKey* maker_ = nullptr; ///< of the fingerprint
  std::string_view why_no_print_;
  mutable std::optional<crypto::InstanceKey> key_, record_key_; ///< made when they are first needed
  FieldDiff diff_;
};

} // namespace

FieldDiff diff_fields(const model::DesiredInstance& desired, const model::LiveInstance& live,
                      const Options& options, bool rotate) {
  return Comparison(desired, live, options, rotate).run();
}

bool manifest_unmoved(const model::DesiredInstance& desired, const model::LiveInstance& live,
                      const Options& options) {
  const auto& print = live.ownership.fingerprint;
  const crypto::FingerprintKey* key = print ? maker_of(*print, options) : nullptr;
  if (key == nullptr)
    return false;
  const std::map<FieldPath, base::Secret> fields = model::normalised_fields(desired);
  const crypto::InstanceKey own = key->of_instance(live.ownership.code);
  return std::all_of(fields.begin(), fields.end(), [&](const auto& field) {
    return print->holds(own.mark(field.first.text(), field.second.reveal(), print->salt));
  });
}

bool lacks_details(const model::DesiredInstance& desired, const model::LiveInstance& live) {
  if (live.detailed)
    return false;
  if (desired.disabled && !live.disabled && !is_ignored(desired, Field::disabled))
    return true;
  return std::any_of(desired.configuration.begin(), desired.configuration.end(), [&](const auto& entry) {
    const bool there = live.configuration && live.configuration->count(entry.first) > 0;
    return !there &&
           (desired.ignored_paths.empty() || !is_ignored(desired, FieldPath::configuration(entry.first)));
  });
}

} // namespace cerec::plan
