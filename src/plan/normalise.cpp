#include "normalise.hpp"

#include "canonical_json.hpp"
#include "cerec/base/text.hpp"
#include "cerec/plan/make_plan.hpp"

#include <algorithm>
#include <charconv>

namespace cerec::plan {
namespace {

using model::Value;

/// Null has a text of its own that no value can have, so that "" and null are told apart.
constexpr std::string_view k_null("\0", 1);

std::optional<double> number_of(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return value;
}

std::vector<std::string> clean_tags(const std::vector<std::string>& tags) {
  std::vector<std::string> clean;
  clean.reserve(tags.size());
  for (const std::string& tag : tags)
    clean.push_back(base::strip_html(tag));
  std::sort(clean.begin(), clean.end());
  clean.erase(std::unique(clean.begin(), clean.end()), clean.end());
  return clean;
}

} // namespace

bool is_ignored(const model::DesiredInstance& desired, std::string_view path) {
  return std::any_of(desired.ignored_paths.begin(), desired.ignored_paths.end(),
                     [&](const std::string& pattern) { return base::glob_match(pattern, path); });
}

std::string normalised_tags(const std::vector<std::string>& tags) {
  std::string text;
  for (const std::string& tag : clean_tags(tags))
    text += tag + '\n';
  return text;
}

std::string shown_tags(const std::vector<std::string>& tags) {
  return list_text(clean_tags(tags));
}

base::Secret normalise(std::string_view path, const Value& value) {
  if (value.is_null())
    return base::Secret(std::string(k_null));
  const std::string_view text = value.text_for_request().reveal();
  if (path == "name")
    return base::Secret(base::strip_html(text));
  if (path == "configuration.event.vendor.type" && text == "webhook")
    return base::Secret("webhooks");
  if (value.kind() == Value::Kind::json || value.kind() == Value::Kind::string)
    if (std::optional<std::string> json = canonical_json(text))
      return base::Secret(*std::move(json));
  return value.text_for_request();
}

bool same_meaning(std::string_view path, const Value& desired, const Value& live) {
  if (desired.is_null() || live.is_null())
    return desired.is_null() == live.is_null();
  if (desired.text_for_request().same_as(live.text_for_request()))
    return true;
  if (normalise(path, desired).same_as(normalise(path, live)))
    return true;
  const std::string_view theirs = live.text_for_request().reveal();
  if (desired.kind() == Value::Kind::boolean)
    return base::lower(theirs) == desired.text_for_request().reveal();
  if (desired.kind() == Value::Kind::number) {
    const std::optional<double> a = number_of(desired.text_for_request().reveal()), b = number_of(theirs);
    return a && b && *a == *b;
  }
  return false;
}

std::map<std::string, base::Secret> normalised_fields(const model::DesiredInstance& desired) {
  std::map<std::string, base::Secret> fields;
  const auto add = [&](std::string path, base::Secret text) {
    if (!is_ignored(desired, path))
      fields.emplace(std::move(path), std::move(text));
  };
  add("name", normalise("name", Value::string(desired.name)));
  if (desired.tags)
    add("tags", base::Secret(normalised_tags(*desired.tags)));
  if (desired.disabled)
    add("disabled", base::Secret(*desired.disabled ? "true" : "false"));
  for (const auto& [key, value] : desired.configuration) {
    std::string path = std::string(k_configuration) + key;
    base::Secret text = normalise(path, value);
    add(std::move(path), std::move(text));
  }
  return fields;
}

} // namespace cerec::plan
