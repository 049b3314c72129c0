#include "cerec/catalogue/catalogue.hpp"

namespace cerec::catalogue {
namespace {

using Tri = Entry::Tri;

/// Tokens that an OAuth exchange, or an existing grant, brings.
bool is_exchanged(std::string_view key) {
  return key.substr(0, 11) == "oauth.user.";
}

bool is_sent_by_caller(const Entry& entry, std::string_view authentication) {
  return entry.required == Tri::yes && !entry.from_pages && entry.active && !entry.has_default &&
         !(entry.internal && entry.hidden == Tri::yes) &&
         (entry.group.empty() || entry.group == authentication);
}

bool is_given(const manifest::ManifestInstance& instance, const std::string& key) {
  const auto found = instance.configuration.find(key);
  return found != instance.configuration.end() &&
         (found->second.text.has_reference() || !found->second.text.literal_text().empty());
}

} // namespace

std::string chosen_authentication(const Element& element, const manifest::ManifestInstance& instance) {
  constexpr const char* k_key = "authentication.type";
  const auto stated = instance.configuration.find(k_key);
  if (stated != instance.configuration.end() && is_given(instance, k_key))
    return stated->second.text.literal_text();
  const Entry* entry = element.find(k_key);
  return entry != nullptr && !entry->default_value.empty() ? entry->default_value : element.authentication;
}

std::vector<std::string> missing_entries(const Element& element, const manifest::ManifestInstance& instance) {
  const std::string authentication = chosen_authentication(element, instance);
  const bool granted = instance.provider_data || instance.external_authentication;
  std::vector<std::string> missing;
  for (const Entry& entry : element.entries)
    if (is_sent_by_caller(entry, authentication) && !(granted && is_exchanged(entry.key)) &&
        !is_given(instance, entry.key))
      missing.push_back(entry.key);
  return missing;
}

} // namespace cerec::catalogue
