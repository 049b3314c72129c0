#include "cerec/model/shown_configuration.hpp"

#include <algorithm>
#include <functional>

namespace cerec::model {

ShownConfiguration::ShownConfiguration(std::initializer_list<Entry> entries) {
  for (const Entry& entry : entries)
    put(std::make_shared<Entry>(entry));
}

size_t ShownConfiguration::place_of(std::string_view key) const {
  // What the service shows comes sorted, and so is added at the end.
  if (entries_.empty() || entries_.back()->first < key)
    return entries_.size();
  const auto place =
      std::lower_bound(entries_.begin(), entries_.end(), key,
                       [](const EntryPtr& entry, std::string_view wanted) { return entry->first < wanted; });
  return static_cast<size_t>(place - entries_.begin());
}

bool ShownConfiguration::holds(size_t place, std::string_view key) const {
  return place < entries_.size() && entries_[place]->first == key;
}

ShownConfiguration::Iterator ShownConfiguration::find(std::string_view key) const {
  const size_t place = place_of(key);
  return holds(place, key) ? Iterator(entries_.data() + place) : end();
}

void ShownConfiguration::put(EntryPtr entry) {
  const size_t place = place_of(entry->first);
  if (holds(place, entry->first))
    entries_[place] = std::move(entry);
  else
    entries_.insert(entries_.begin() + static_cast<std::ptrdiff_t>(place), std::move(entry));
}

Value& ShownConfiguration::operator[](std::string_view key) {
  const size_t place = place_of(key);
  if (!holds(place, key))
    put(std::make_shared<Entry>(std::string(key), Value()));
  else if (entries_[place].use_count() > 1)
    entries_[place] = std::make_shared<Entry>(*entries_[place]);
  return entries_[place]->second;
}

void ShownConfiguration::erase(std::string_view key) {
  if (const size_t place = place_of(key); holds(place, key))
    entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(place));
}

ShownConfiguration::EntryPtr EntryPool::entry(std::string key, Value value) {
  constexpr size_t k_places = 1'024; // a few elements with some dozens of entries each
  known_.resize(k_places);
  const std::hash<std::string_view> hash;
  // The mask and clear texts alone: no hash of a secret is of use to anybody.
  const size_t place = (hash(key) * 31 + hash(value.plain().value_or(""))) % k_places;
  ShownConfiguration::EntryPtr& known = known_[place];
  if (known && known->first == key && known->second.same_as(value) &&
      known->second.sensitive() == value.sensitive())
    return known;
  return known = std::make_shared<ShownConfiguration::Entry>(std::move(key), std::move(value));
}

} // namespace cerec::model
