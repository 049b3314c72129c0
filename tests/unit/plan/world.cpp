#include "unit/plan/world.hpp"

#include "cerec/base/text.hpp"
#include "cerec/model/normalise.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>

namespace plan_test {

using model::ChangeKind;
using model::Field;

const crypto::FingerprintKey& key() {
  static const auto one =
      crypto::FingerprintKey::from_account(base::Secret("user-secret"), base::Secret("organization-secret"));
  return one;
}

const crypto::FingerprintKey& other_key() {
  static const auto one = crypto::FingerprintKey::from_configured(base::Secret("another"));
  return one;
}

bool is_secret(std::string_view, std::string_view name) {
  return name == "password" || name == "user.key";
}

plan::Options options() {
  plan::Options options;
  options.stack = "prod";
  options.stack_was_named = true;
  options.binding.base_url = "https://api.example.com/elements/api-v2";
  options.binding.account = "0123456789abcdef";
  options.binding.user = "fedcba9876543210";
  options.binding.stack = "prod";
  options.key = &key();
  options.is_secret = is_secret;
  return options;
}

model::DesiredInstance manifest(const std::string& name, model::Configuration configuration,
                                const std::string& element) {
  model::DesiredInstance one;
  one.element.key = element;
  one.name = name;
  one.address = {element, model::derived_id(element, name)};
  one.configuration = std::move(configuration);
  return one;
}

model::Value text(const std::string& value) {
  return model::Value::string(value);
}
model::Value secret(const std::string& value) {
  return model::Value::string(value).as_sensitive();
}

namespace {

/// What the service makes of a value: text, or JSON text with blanks as some servers print it.
model::Value stored(const model::Value& value) {
  if (value.is_null())
    return value;
  return model::Value::string(std::string(model::normalise({}, value).reveal()));
}

std::map<model::FieldPath, base::Secret> recorded(const model::DesiredInstance& desired,
                                                  const std::vector<model::FieldPath>& unverified) {
  std::map<model::FieldPath, base::Secret> fields = model::normalised_fields(desired);
  for (const model::FieldPath& path : unverified)
    fields.erase(path);
  return fields;
}

} // namespace

int64_t World::add(const std::string& element, const std::string& name, model::Configuration configuration) {
  model::LiveInstance live;
  live.id = next_id_++;
  live.name = name;
  live.element.key = element;
  live.created = "2026-01-01T00:00:00Z";
  live.configuration = model::Configuration{{"filter.response.nulls", text("true")}};
  for (const auto& [name_of, value] : configuration)
    (*live.configuration)[name_of] = stored(value);
  live.disabled = false;
  live.valid = true;
  live.detailed = true;
  instances_.push_back(std::move(live));
  return instances_.back().id;
}

int64_t World::add_owned(const model::DesiredInstance& desired, const std::string& stack) {
  const int64_t id = add(desired.element.key, desired.name, desired.configuration);
  model::LiveInstance& live = at(id);
  live.user_tags = desired.tags.value_or(std::vector<std::string>{});
  live.disabled = desired.disabled.value_or(false);
  live.ownership = model::Ownership::of(stack, desired.address.logical_id);
  live.ownership.settled = true;
  live.ownership.protect = desired.protect;
  live.ownership.release = desired.release;
  live.ownership.fingerprint = model::make_fingerprint(key(), live.ownership.code, recorded(desired, {}));
  return id;
}

model::LiveInstance& World::at(int64_t id) {
  for (model::LiveInstance& one : instances_)
    if (one.id == id)
      return one;
  throw std::out_of_range("no such instance");
}

void World::erase(int64_t id) {
  std::erase_if(instances_, [&](const model::LiveInstance& one) { return one.id == id; });
}

model::Listing World::listing(bool details) const {
  model::Listing listing{instances_, 1, 0, now};
  for (model::LiveInstance& one : listing.instances) {
    if (!details) {
      one.configuration.reset();
      one.disabled.reset();
      one.detailed = false;
      continue;
    }
    for (auto& [name, value] : *one.configuration)
      if (name == "password" && !value.is_null())
        value = text("********").as_sensitive();
  }
  return listing;
}

void World::create(const model::Change& change, const model::DesiredInstance& desired,
                   const std::string& stack, const crypto::FingerprintKey& fingerprint_key) {
  const int64_t id = add_owned(desired, stack);
  model::Ownership& owner = at(id).ownership;
  owner.fingerprint =
      model::make_fingerprint(fingerprint_key, owner.code, recorded(desired, change.unverified));
}

void World::write(model::LiveInstance& live, const model::Change& change,
                  const model::DesiredInstance& desired, const std::string& stack,
                  const crypto::FingerprintKey& fingerprint_key) {
  for (const model::FieldChange& field : change.fields) {
    if (field.path.is(Field::name))
      live.name = base::strip_html(desired.name);
    else if (field.path.is(Field::tags))
      live.user_tags = *desired.tags;
    else if (field.path.is(Field::disabled))
      live.disabled = desired.disabled.value_or(false);
    else if (field.path.is(Field::configuration)) {
      const std::string name(field.path.key());
      const model::Value& value = desired.configuration.at(name);
      (*live.configuration)[name] = value.is_null() ? text("the default") : stored(value);
    }
  }
  live.ownership = model::Ownership::of(stack, desired.address.logical_id);
  live.other_identities.clear();
  live.ownership.settled = true;
  live.ownership.protect = desired.protect;
  live.ownership.release = desired.release;
  live.ownership.fingerprint =
      model::make_fingerprint(fingerprint_key, live.ownership.code, recorded(desired, change.unverified));
}

void World::apply(const model::Plan& plan, const std::vector<model::DesiredInstance>& desired,
                  const crypto::FingerprintKey& fingerprint_key) {
  const std::string& stack = plan.binding.stack;
  const auto manifest_of = [&](const model::Change& change) -> const model::DesiredInstance& {
    for (const model::DesiredInstance& one : desired)
      if (one.address == change.address)
        return one;
    throw std::out_of_range("no manifest of this change");
  };
  for (const model::Change& change : plan.changes) {
    if (change.refused() || change.kind == ChangeKind::keep)
      continue;
    if (change.kind == ChangeKind::create) {
      create(change, manifest_of(change), stack, fingerprint_key);
    } else if (change.kind == ChangeKind::update || change.kind == ChangeKind::adopt) {
      write(at(change.instance_id), change, manifest_of(change), stack, fingerprint_key);
    } else if (change.kind == ChangeKind::replace) {
      erase(change.instance_id);
      create(change, manifest_of(change), stack, fingerprint_key);
    } else if (change.kind == ChangeKind::release) {
      at(change.instance_id).ownership = {};
    } else if (plan.mode.delete_by_disable && change.kind == ChangeKind::remove) {
      at(change.instance_id).ownership.quarantined = true;
      at(change.instance_id).disabled = true;
    } else {
      erase(change.instance_id);
    }
  }
}

std::string outline(const model::Plan& plan) {
  std::string lines;
  for (const model::Change& change : plan.changes) {
    lines += fmt::format("{} {}", row_of(change.kind).word, change.address.text());
    if (change.instance_id != 0)
      lines += fmt::format(" #{}", change.instance_id);
    if (change.reason != model::Reason::none)
      lines += fmt::format(" {}", text_of(change.reason));
    const bool creates = change.kind == ChangeKind::create || change.kind == ChangeKind::replace;
    for (const model::FieldChange& field : change.fields)
      if (!creates || field.path.is(Field::element)) // the rest is what the manifest declares
        lines += fmt::format(" {}({})", field.path.text(), text_of(field.state));
    if (change.refused())
      lines += fmt::format(" !{}", text_of(change.refusal));
    lines += '\n';
  }
  return lines;
}

} // namespace plan_test
