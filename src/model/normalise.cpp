#include "cerec/model/normalise.hpp"

#include "cerec/base/text.hpp"
#include "cerec/model/canonical_json.hpp"
#include "cerec/model/decimal.hpp"
#include "cerec/model/label.hpp"

#include <algorithm>

namespace cerec::model {
namespace {

/// Null has a text of its own that no value can have, so that "" and null are told apart.
constexpr std::string_view k_null("\0", 1);

} // namespace

bool is_ignored(const DesiredInstance& desired, const FieldPath& path) {
  return std::any_of(desired.ignored_paths.begin(), desired.ignored_paths.end(),
                     [&](const std::string& pattern) { return base::glob_match(pattern, path.text()); });
}

std::string normalised_tags(const std::vector<std::string>& tags) {
  std::string text;
  for (const std::string& tag : labels_of(tags))
    text += tag + '\n';
  return text;
}

base::Secret normalise(const FieldPath& path, const Value& value) {
  if (value.is_null())
    return base::Secret(std::string(k_null));
  const std::string_view text = value.text_for_request().reveal();
  if (path.is(Field::name))
    return base::Secret(label_of(text));
  if (path.key() == "event.vendor.type" && text == "webhook")
    return base::Secret("webhooks");
  if (value.kind() == Value::Kind::number)
    if (std::optional<std::string> decimal = canonical_decimal(text))
      return base::Secret(*std::move(decimal));
  if (value.kind() == Value::Kind::json || value.kind() == Value::Kind::string)
    if (std::optional<std::string> json = canonical_json(text))
      return base::Secret(*std::move(json));
  return value.text_for_request();
}

base::Secret normalise_beside(const FieldPath& path, const Value& live, const Value& desired) {
  if (live.kind() == Value::Kind::string && desired.kind() == Value::Kind::number)
    return normalise(path, Value::number(std::string(live.text_for_request().reveal())));
  if (live.kind() == Value::Kind::string && desired.kind() == Value::Kind::boolean)
    return base::Secret(base::lower(live.text_for_request().reveal()));
  return normalise(path, live);
}

bool same_meaning(const FieldPath& path, const Value& desired, const Value& live) {
  if (desired.is_null() || live.is_null())
    return desired.is_null() == live.is_null();
  return desired.text_for_request().same_as(live.text_for_request()) ||
         normalise(path, desired).same_as(normalise_beside(path, live, desired));
}

std::optional<RoundedNumber> rounded_number(const Value& desired, const Value& live) {
  if (desired.kind() != Value::Kind::json || live.is_null() || live.is_mask())
    return std::nullopt;
  return rounded_number(desired.text_for_request().reveal(), live.text_for_request().reveal());
}

std::map<FieldPath, base::Secret> normalised_fields(const DesiredInstance& desired) {
  std::map<FieldPath, base::Secret> fields;
  const auto add = [&](FieldPath path, base::Secret text) {
    if (!is_ignored(desired, path))
      fields.emplace(std::move(path), std::move(text));
  };
  add(Field::name, normalise(Field::name, Value::string(desired.name)));
  if (desired.tags)
    add(Field::tags, base::Secret(normalised_tags(*desired.tags)));
  if (desired.disabled)
    add(Field::disabled, base::Secret(*desired.disabled ? "true" : "false"));
  for (const auto& [key, value] : desired.configuration) {
    FieldPath path = FieldPath::configuration(key);
    base::Secret text = normalise(path, value);
    add(std::move(path), std::move(text));
  }
  return fields;
}

} // namespace cerec::model
