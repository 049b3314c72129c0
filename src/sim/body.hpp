#pragma once
#include "cerec/base/result.hpp"
#include "cerec/sim/choices.hpp"
#include "cerec/sim/instance.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cerec::sim {

/// A request body about an instance: what it states. Values are text already, as the service makes them.
struct Draft {
  std::string element_key;
  int64_t element_id = 0;
  std::optional<std::string> name;
  std::optional<std::vector<std::string>> tags;
  std::optional<Settings> configuration;
  bool has_provider_data = false;
  std::string oauth_code;  ///< providerData.code
  std::string oauth_token; ///< providerData.oauth_token, OAuth 1
  std::string external_authentication;
  bool retrieve_objects = false;
};

/// Reads the body of POST, PATCH or PUT. The failure is the message of a 400.
[[nodiscard]] base::Result<Draft> read_draft(std::string_view body, const Choices& choices);

/// Reads `{"propertyValue": ...}`.
[[nodiscard]] base::Result<std::optional<std::string>> read_property_value(std::string_view body,
                                                                           const Choices& choices);

} // namespace cerec::sim
