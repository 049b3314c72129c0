#include "catalogue/common_keys.hpp"
#include "cerec/base/redact.hpp"
#include "cerec/base/text.hpp"
#include "cerec/catalogue/catalogue.hpp"

#include <algorithm>
#include <array>

namespace cerec::catalogue {
namespace {

/// Names that sound like secrets and hold none: `apikey.user.name`, `apikey.user.key.keyname`,
/// `oauth.token.expiry`, `event.helper.key` (a column's name), `public.key`.
bool is_public_name(std::string_view key) {
  constexpr std::array<std::string_view, 13> k_endings = {
      ".name",       ".keyname",   "response_path", ".expiry",       "refreshtime", "refreshtime.seconds",
      ".helper.key", "public.key", "public_key",    "organizer_key", "company_key", "company.code",
      "url.version2"};
  return std::any_of(k_endings.begin(), k_endings.end(), [&](std::string_view ending) {
    return key.size() >= ending.size() && key.substr(key.size() - ending.size()) == ending;
  });
}

/// A choice between known values, or a text that the definition itself shows.
bool is_shown(const Entry& entry) {
  return entry.type == "BOOLEAN" || entry.type == "BOOLEAN_YESNO" || entry.type == "COMBO" ||
         entry.type == "boolean" || !entry.default_value.empty();
}

} // namespace

const std::vector<std::string_view>& common_keys() {
  static const std::vector<std::string_view> keys = {"event.metadata",
                                                     "event.notification.basic.password",
                                                     "event.notification.basic.username",
                                                     "event.notification.callback.url",
                                                     "event.notification.enabled",
                                                     "event.notification.signature.key",
                                                     "event.notification.type",
                                                     "event.objects",
                                                     "event.poller.configuration",
                                                     "event.poller.refresh_interval",
                                                     "event.poller.urls",
                                                     "event.vendor.type",
                                                     "filter.response.nulls"};
  return keys;
}

bool is_secret(std::string_view element_key, std::string_view configuration_key) {
  if (configuration_key == "oauth.api.key" || configuration_key == "oauth.api.secret")
    return true;
  const Element* element = find_element(element_key);
  const Entry* entry = element == nullptr ? nullptr : element->find(configuration_key);
  if (entry != nullptr && entry->type == "PASSWORD")
    return true;
  if (entry != nullptr && is_shown(*entry))
    return false;
  return base::is_secret_name(configuration_key) && !is_public_name(base::lower(configuration_key));
}

bool declares(const model::ElementRef& element, std::string_view configuration_key) {
  const auto& common = common_keys();
  if (std::find(common.begin(), common.end(), configuration_key) != common.end())
    return true;
  const Element* known = element.key.empty() ? find_element(element.id) : find_element(element.key);
  return known != nullptr && known->find(configuration_key) != nullptr;
}

} // namespace cerec::catalogue
