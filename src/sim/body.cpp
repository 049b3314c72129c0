#include "sim/body.hpp"

#include "cerec/base/json_depth.hpp"
#include "sim/keeping.hpp"

#include <nlohmann/json.hpp>

namespace cerec::sim {
namespace {

using nlohmann::json;

std::string member_text(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

base::Result<void> read_element(const json& element, Draft& draft) {
  if (!element.is_object())
    return base::fail("element must be an object");
  draft.element_key = member_text(element, "key");
  if (const auto id = element.find("id"); id != element.end() && id->is_number_integer())
    draft.element_id = id->get<int64_t>();
  return {};
}

/// A list of strings, or of objects with a name (docs/api.md 3).
base::Result<void> read_tags(const json& tags, const Choices& choices, Draft& draft) {
  if (tags.is_null())
    return {};
  if (!tags.is_array())
    return base::fail("tags must be a list");
  draft.tags.emplace();
  for (const json& tag : tags) {
    if (!tag.is_string() && !(tag.is_object() && tag.contains("name") && tag["name"].is_string()))
      return base::fail("a tag must be a string");
    std::string text =
        kept_tag(tag.is_string() ? tag.get<std::string>() : tag["name"].get<std::string>(), choices);
    if (std::find(draft.tags->begin(), draft.tags->end(), text) == draft.tags->end())
      draft.tags->push_back(std::move(text));
  }
  return {};
}

base::Result<void> read_configuration(const json& configuration, const Choices& choices, Draft& draft) {
  if (configuration.is_null())
    return {};
  if (!configuration.is_object())
    return base::fail("configuration must be an object");
  draft.configuration.emplace();
  for (const auto& [key, value] : configuration.items())
    draft.configuration->emplace_hint(draft.configuration->end(), key, kept_value(value, choices));
  return {};
}

base::Result<void> read_member(const std::string& name, const json& value, const Choices& choices,
                               Draft& draft) {
  if (name == "element")
    return read_element(value, draft);
  if (name == "tags")
    return read_tags(value, choices, draft);
  if (name == "configuration")
    return read_configuration(value, choices, draft);
  if (name == "name") {
    if (!value.is_string())
      return base::fail("name must be a string");
    draft.name = kept_name(value.get_ref<const std::string&>(), choices);
  } else if (name == "providerData" && value.is_object()) {
    draft.has_provider_data = true;
    draft.oauth_code = member_text(value, "code");
    draft.oauth_token = member_text(value, "oauth_token");
  } else if (name == "externalAuthentication" && value.is_string()) {
    draft.external_authentication = value.get<std::string>();
  } else if (name == "retrieveObjectsAfterInstantiation" && value.is_boolean()) {
    draft.retrieve_objects = value.get<bool>();
  }
  return {};
}

/// Discarded: no JSON, or nested deeper than any body is.
json parsed(std::string_view body) {
  return base::nests_within(body) ? json::parse(body, nullptr, false) : json(json::value_t::discarded);
}

} // namespace

base::Result<Draft> read_draft(std::string_view body, const Choices& choices) {
  const json document = parsed(body);
  if (document.is_discarded())
    return base::fail("The request body is not valid JSON");
  if (!document.is_object())
    return base::fail("The request body must be a JSON object");
  Draft draft;
  for (const auto& [name, value] : document.items())
    if (auto read = read_member(name, value, choices, draft); !read)
      return tl::unexpected(read.error());
  return draft;
}

base::Result<std::optional<std::string>> read_property_value(std::string_view body, const Choices& choices) {
  const json document = parsed(body);
  if (document.is_discarded() || !document.is_object() || !document.contains("propertyValue"))
    return base::fail("The request body must be a JSON object with a propertyValue");
  return kept_value(document["propertyValue"], choices);
}

} // namespace cerec::sim
