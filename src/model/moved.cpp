#include "cerec/model/moved.hpp"

#include <algorithm>

namespace cerec::model {
namespace {

std::vector<std::string> sorted(std::vector<std::string> tags) {
  std::sort(tags.begin(), tags.end());
  return tags;
}

bool same_owner(const LiveInstance& a, const LiveInstance& b) {
  const auto flags = [](const Ownership& owner) {
    return std::tuple(owner.settled, owner.protect, owner.quarantined, owner.release);
  };
  return a.ownership.code == b.ownership.code && a.other_identities == b.other_identities &&
         flags(a.ownership) == flags(b.ownership);
}

/// Both show it, and not both alike. What one of them masks cannot be compared.
bool differ(const Value& a, const Value& b) {
  if (a.is_null() || b.is_null())
    return a.is_null() != b.is_null();
  return a.is_mask() == b.is_mask() && !a.text_for_request().same_as(b.text_for_request());
}

/// A light listing shows less than a GET by id: what only one of the two shows counts if the other was read
/// in full.
std::vector<std::string> moved_entries(const LiveInstance& seen, const LiveInstance& now) {
  std::vector<std::string> paths;
  if (!seen.configuration || !now.configuration)
    return paths;
  const auto lacks = [](const Configuration& in, const std::string& key) { return in.count(key) == 0; };
  for (const auto& [key, value] : *seen.configuration)
    if (lacks(*now.configuration, key) ? now.detailed && !value.is_null()
                                       : differ(value, now.configuration->find(key)->second))
      paths.push_back(FieldPath::configuration(key).text());
  for (const auto& [key, value] : *now.configuration)
    if (seen.detailed && lacks(*seen.configuration, key) && !value.is_null())
      paths.push_back(FieldPath::configuration(key).text());
  return paths;
}

} // namespace

std::vector<std::string> moved(const LiveInstance& seen, const LiveInstance& now) {
  std::vector<std::string> parts;
  if (seen.name != now.name)
    parts.emplace_back("its name");
  if (sorted(seen.user_tags) != sorted(now.user_tags))
    parts.emplace_back("its tags");
  if (!same_owner(seen, now))
    parts.emplace_back("its owner or protection");
  if (seen.ownership.fingerprint != now.ownership.fingerprint)
    parts.emplace_back("what was last applied");
  if (seen.disabled && now.disabled && *seen.disabled != *now.disabled)
    parts.emplace_back("whether it is disabled");
  for (std::string& path : moved_entries(seen, now))
    parts.push_back(std::move(path));
  return parts;
}

} // namespace cerec::model
