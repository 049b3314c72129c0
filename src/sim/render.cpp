#include "sim/render.hpp"

#include "cerec/base/json_text.hpp"
#include "sim/json_text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::sim {
namespace {

/// Runs over defaults and set values merged, in order of the keys: visit(key, entry or null, value).
template <class Visit>
void for_each_value(const Instance& instance, Visit&& visit) {
  const auto& entries = instance.model->entries;
  auto entry = entries.begin();
  auto set = instance.configuration.begin();
  while (entry != entries.end() || set != instance.configuration.end()) {
    const int order = entry == entries.end()                ? 1
                      : set == instance.configuration.end() ? -1
                                                            : entry->key.compare(set->first);
    if (order > 0) {
      visit(set->first, static_cast<const EntryModel*>(nullptr), set->second);
      ++set;
      continue;
    }
    if (order == 0) {
      visit(entry->key, &*entry, set->second);
      ++set;
    } else if (entry->has_default) {
      visit(entry->key, &*entry, std::optional<std::string>(entry->default_value));
    }
    ++entry;
  }
}

/// What answers show of a value. A masked entry without a value shows no asterisks.
std::optional<std::string_view> shown(const EntryModel* entry, const std::optional<std::string>& value) {
  if (!value)
    return std::nullopt;
  if (entry != nullptr && entry->masked && !value->empty())
    return k_mask;
  return *value;
}

void append_nullable(std::string& out, const std::optional<std::string_view>& value) {
  if (value)
    base::append_json_string(out, *value);
  else
    out += "null";
}

void append_configuration(std::string& out, const Instance& instance) {
  append_member(out, "configuration");
  out += '{';
  for_each_value(instance, [&](const std::string& key, const EntryModel* entry, const auto& value) {
    append_member(out, key);
    append_nullable(out, shown(entry, value));
  });
  out += '}';
}

/// Where an answer stands: tags differ (docs/api.md 15).
enum class Place { alone, in_list, without_tags };

/// A number that depends on the instance and the text alone (FNV-1a).
uint64_t hash_of(const Instance& instance, std::string_view text) {
  uint64_t hash = 14'695'981'039'346'656'037ULL ^ static_cast<uint64_t>(instance.id);
  for (const char c : text)
    hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211ULL;
  return hash;
}

std::vector<std::string> tags_in_order(const Instance& instance, const Choices& choices, Place place) {
  std::vector<std::string> tags = instance.tags;
  if (choices.tag_order == Choices::TagOrder::shuffled)
    std::sort(tags.begin(), tags.end(), [&](const std::string& a, const std::string& b) {
      return hash_of(instance, a) < hash_of(instance, b);
    });
  else if (choices.tag_order == Choices::TagOrder::reversed_in_lists && place != Place::alone)
    std::reverse(tags.begin(), tags.end());
  return tags;
}

void append_tags(std::string& out, const Instance& instance, const Choices& choices, Place place) {
  const bool absent = choices.list_tags == Choices::ListTags::absent || place == Place::without_tags;
  if (place != Place::alone && absent)
    return;
  append_member(out, "tags");
  out += '[';
  int64_t id = instance.id * 100;
  for (const std::string& tag : tags_in_order(instance, choices, place)) {
    if (out.back() != '[')
      out += ',';
    if (choices.tag_shape == Choices::TagShape::strings) {
      base::append_json_string(out, tag);
      continue;
    }
    out += '{';
    append_member(out, "id", ++id);
    append_member(out, "name", tag);
    out += '}';
  }
  out += ']';
}

void append_common(std::string& out, const Instance& instance, const Choices& choices, Place place) {
  append_member(out, "id", instance.id);
  append_member(out, "name", instance.name);
  append_member(out, "createdDate", instance.created);
  append_member(out, "token", instance.token);
  append_member(out, "element");
  out += instance.model->summary;
  append_member(out, "elementId", instance.model->id);
  append_tags(out, instance, choices, place);
  append_member(out, "valid", instance.valid);
  append_member(out, "maxCacheSize", int64_t{0});
  append_member(out, "cacheTimeToLive", int64_t{0});
  append_member(out, "cachingEnabled", false);
}

void append_user(std::string& out, const Instance& instance) {
  append_member(out, "user");
  out += '{';
  append_member(out, "id", static_cast<int64_t>(9'000 + instance.account));
  append_member(out, "emailAddress", "");
  append_member(out, "firstName", "");
  append_member(out, "lastName", "");
  out += '}';
}

bool events_enabled(const Instance& instance) {
  const auto value = instance.configuration.find("event.notification.enabled");
  return value != instance.configuration.end() && value->second == "true";
}

/// The id of an entry of one instance: stable, and different for each instance (31 bits).
int64_t config_id_of(const Instance& instance, std::string_view key) {
  const uint64_t hash = hash_of(instance, key);
  return static_cast<int64_t>((hash ^ hash >> 32) & 0x7FFF'FFFF);
}

std::string value_json(const Instance& instance, const std::string& key, const EntryModel* entry,
                       const std::optional<std::string>& value) {
  std::string out = "{";
  append_member(out, "id", config_id_of(instance, key));
  append_member(out, "name", key);
  append_member(out, "key", key);
  append_member(out, "description", "");
  append_member(out, "propertyValue");
  append_nullable(out, shown(entry, value));
  append_member(out, "type", entry != nullptr ? std::string_view(entry->type) : "TEXTFIELD_1000");
  append_member(out, "required", entry != nullptr && entry->required);
  append_member(out, "hideFromConsole", entry != nullptr && entry->hidden);
  append_member(out, "active", entry == nullptr || entry->active);
  out += '}';
  return out;
}

} // namespace

namespace {

std::string full_text(const Instance& instance, const Choices& choices, Place place) {
  std::string out;
  out.reserve(2'000);
  out = "{";
  append_common(out, instance, choices, place);
  append_member(out, "disabled", instance.disabled);
  append_member(out, "provisionInteractions");
  out += "[]";
  append_configuration(out, instance);
  append_member(out, "eventsEnabled", events_enabled(instance));
  append_member(out, "traceLoggingEnabled", false);
  append_member(out, "externalAuthentication", instance.external_authentication);
  append_user(out, instance);
  out += '}';
  return out;
}

std::string light_text(const Instance& instance, const Choices& choices, Place place) {
  std::string out;
  out.reserve(1'000);
  out = "{";
  append_common(out, instance, choices, place);
  if (choices.light_configuration == Choices::LightConfiguration::empty_object) {
    append_member(out, "configuration");
    out += "{}";
  }
  append_user(out, instance);
  out += '}';
  return out;
}

} // namespace

const std::string& full_json(const Instance& instance, const Choices& choices) {
  std::string& out = instance.cache.full;
  if (out.empty())
    out = full_text(instance, choices, Place::alone);
  return out;
}

std::string created_json(const Instance& instance, const Choices& choices) {
  if (choices.create_answer_tags == Choices::AnswerTags::absent)
    return full_text(instance, choices, Place::without_tags);
  return full_json(instance, choices);
}

std::string item_json(const Instance& instance, const Choices& choices, bool full, bool without_tags) {
  const auto text = full ? full_text : light_text;
  if (without_tags)
    return text(instance, choices, Place::without_tags);
  std::string& out = full ? instance.cache.listed : instance.cache.light;
  if (out.empty())
    out = text(instance, choices, Place::in_list);
  return out;
}

std::string entries_json(const Instance& instance) {
  std::string out = "[";
  for_each_value(instance, [&](const std::string& key, const EntryModel* entry, const auto& value) {
    if (out.back() != '[')
      out += ',';
    out += value_json(instance, key, entry, value);
  });
  out += ']';
  return out;
}

std::optional<std::string> entry_value_json(const Instance& instance, int64_t config_id) {
  std::optional<std::string> found;
  for_each_value(instance, [&](const std::string& key, const EntryModel* entry, const auto& value) {
    if (config_id_of(instance, key) == config_id)
      found = value_json(instance, key, entry, value);
  });
  return found;
}

std::optional<std::string> key_of_entry(const Instance& instance, int64_t config_id) {
  std::optional<std::string> found;
  for_each_value(instance, [&](const std::string& key, const EntryModel*, const auto&) {
    if (config_id_of(instance, key) == config_id)
      found = key;
  });
  return found;
}

Settings effective_configuration(const Instance& instance) {
  Settings merged;
  for_each_value(instance, [&](const std::string& key, const EntryModel*, const auto& value) {
    merged.emplace_hint(merged.end(), key, value);
  });
  return merged;
}

std::string timestamp(base::WallTime time) {
  using std::chrono::days;
  const auto day = std::chrono::floor<days>(time);
  const std::chrono::year_month_day date{day};
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time - day).count();
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), seconds / 3600,
                     seconds / 60 % 60, seconds % 60);
}

} // namespace cerec::sim
