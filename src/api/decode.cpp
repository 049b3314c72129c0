#include "api/empty_listing.hpp"
#include "api/error.hpp"
#include "cerec/base/json_depth.hpp"
#include "cerec/base/number.hpp"
#include "cerec/base/text.hpp"
#include "cerec/http/date.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace cerec::api {
namespace {

using Json = nlohmann::json;
using model::LiveInstance;
using model::Value;

/// nullptr if the member is absent or null.
const Json* member(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::string text_of(const Json* value) {
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

std::optional<bool> flag_of(const Json* value) {
  if (value == nullptr || !value->is_boolean())
    return std::nullopt;
  return value->get<bool>();
}

/// A whole number, also if it is written as a string.
std::optional<int64_t> number_of(const Json* value) {
  if (value == nullptr)
    return std::nullopt;
  if (value->is_number_integer())
    return value->get<int64_t>();
  return base::parse_number<int64_t>(text_of(value));
}

Value value_of(const Json& json) {
  switch (json.type()) {
  case Json::value_t::string: {
    Value value = Value::string(json.get<std::string>());
    return value.is_mask() ? value.as_sensitive() : value;
  }
  case Json::value_t::boolean:
    return Value::boolean(json.get<bool>());
  case Json::value_t::number_integer:
  case Json::value_t::number_unsigned:
  case Json::value_t::number_float:
    return Value::number(json.dump());
  case Json::value_t::object:
  case Json::value_t::array:
    return Value::json(json.dump());
  default:
    return {};
  }
}

std::vector<std::string> tags_of(const Json* tags) {
  std::vector<std::string> out;
  if (tags == nullptr || !tags->is_array())
    return out;
  for (const Json& tag : *tags) {
    if (tag.is_string())
      out.push_back(tag.get<std::string>());
    if (tag.is_object()) { // an old form (docs/api.md 3)
      if (std::string name = text_of(member(tag, "name")); !name.empty())
        out.push_back(std::move(name));
    }
  }
  return out;
}

model::ElementRef element_of(const Json& instance) {
  model::ElementRef element;
  if (const Json* summary = member(instance, "element"); summary != nullptr && summary->is_object()) {
    element.key = text_of(member(*summary, "key"));
    element.id = number_of(member(*summary, "id")).value_or(0);
  }
  if (element.id == 0)
    element.id = number_of(member(instance, "elementId")).value_or(0);
  return element;
}

/// `detailed`: an empty configuration is empty; in an item of a listing it means "not loaded"
/// (docs/api.md 4.4).
std::optional<model::Configuration> configuration_of(const Json* json, bool detailed) {
  if (json == nullptr || !json->is_object() || (json->empty() && !detailed))
    return std::nullopt;
  model::Configuration configuration;
  for (const auto& [key, value] : json->items())
    configuration.emplace(key, value_of(value));
  return configuration;
}

/// nullopt without a usable id: such an item cannot be managed, nor be told from another.
std::optional<LiveInstance> instance_of(const Json& json, bool detailed) {
  if (!json.is_object())
    return std::nullopt;
  const auto id = number_of(member(json, "id"));
  if (!id || *id <= 0)
    return std::nullopt;
  LiveInstance instance;
  instance.id = *id;
  instance.name = text_of(member(json, "name"));
  instance.element = element_of(json);
  instance.created = text_of(member(json, "createdDate"));
  instance.token = base::Secret(text_of(member(json, "token")));
  model::TagSplit tags = model::split_tags(tags_of(member(json, "tags")));
  instance.user_tags = std::move(tags.user_tags);
  instance.unknown_reserved = std::move(tags.unknown_reserved);
  instance.ownership = std::move(tags.ownership);
  instance.other_identities = std::move(tags.other_identities);
  instance.configuration = configuration_of(member(json, "configuration"), detailed);
  instance.disabled = flag_of(member(json, "disabled"));
  instance.valid = flag_of(member(json, "valid"));
  if (const Json* external = member(json, "externalAuthentication");
      external != nullptr && external->is_string())
    instance.external_authentication = external->get<std::string>();
  instance.detailed = detailed;
  return instance;
}

std::optional<int64_t> count_header(const http::Response& response, std::string_view name) {
  const auto value = response.header(name);
  return value ? base::parse_number<int64_t>(base::trim(*value)) : std::nullopt;
}

std::optional<base::WallTime> date_of(const http::Response& response) {
  const auto value = response.header("date");
  return value ? http::parse_date(*value) : std::nullopt;
}

bool shows_tags(const Json& item) {
  const Json* tags = member(item, "tags");
  return tags != nullptr && tags->is_array();
}

/// A 404 in the service's shape may be its way to say "none", in words that nobody has seen so far.
ApiError not_listed(ApiError error) {
  if (error.kind == ApiError::Kind::not_found && !error.request_id.empty())
    error.advice =
        "check the API URL and its path (.../elements/api-v2); if these are the service's words for an "
        "account without instances, name them with --empty-listing";
  return error;
}

ApiError without_tags(const http::Response& response, int64_t id) {
  ApiError error = unreadable(
      response,
      fmt::format("the answer lists instance {} without its tags, so nobody can say whose it is", id));
  error.advice =
      "cerec keeps identities in tags: nothing is planned or created where listings do not show them";
  return error;
}

tl::unexpected<ApiError> bad(const http::Response& response, std::string_view why) {
  return tl::unexpected<ApiError>(unreadable(response, why));
}

/// Discarded, as any other text that is not valid JSON, if it nests deeper than what reads it survives.
Json parse(const http::Response& response) {
  const std::string_view body = response.body.reveal();
  return base::nests_within(body) ? Json::parse(body, nullptr, false) : Json(Json::value_t::discarded);
}

} // namespace

ApiResult<Page> decode_page(const Exchange& result, std::string_view empty_listing) {
  const auto accepted = accept(result);
  Page page;
  if (!accepted) {
    if (!says_empty_listing(accepted.error(), empty_listing))
      return tl::unexpected<ApiError>(not_listed(accepted.error()));
    if (result)
      page.date = date_of(*result);
    return page;
  }
  const http::Response& response = **accepted;
  page.date = date_of(response);
  const Json json = parse(response);
  if (!json.is_array())
    return bad(response, "the answer is not a JSON list of instances");
  page.instances.reserve(json.size());
  for (const Json& item : json) {
    auto instance = instance_of(item, false);
    if (!instance)
      return bad(response, "the answer lists an instance without an id");
    if (!shows_tags(item))
      return tl::unexpected<ApiError>(without_tags(response, instance->id));
    page.instances.push_back(std::move(*instance));
  }
  page.next_page = response.header("elements-next-page-token").value_or("");
  page.total_count = count_header(response, "elements-total-count");
  page.returned_count = count_header(response, "elements-returned-count");
  if (page.returned_count && *page.returned_count != static_cast<int64_t>(page.instances.size()))
    return bad(response, "the answer lists fewer or more instances than it states");
  return page;
}

ApiResult<LiveInstance> decode_instance(const Exchange& result) {
  const auto accepted = accept(result);
  if (!accepted)
    return tl::unexpected<ApiError>(accepted.error());
  auto instance = instance_of(parse(**accepted), true);
  if (!instance)
    return bad(**accepted, "the answer is not a JSON object with the id of an instance");
  return std::move(*instance);
}

ApiResult<void> decode_empty(const Exchange& result) {
  const auto accepted = accept(result);
  if (!accepted)
    return tl::unexpected<ApiError>(accepted.error());
  return {};
}

ApiResult<int64_t> decode_count(const Exchange& result) {
  const auto accepted = accept(result);
  if (!accepted)
    return tl::unexpected<ApiError>(accepted.error());
  const Json json = parse(**accepted);
  const auto count = json.is_object() ? number_of(member(json, "elementInstances")) : std::nullopt;
  if (!count || *count < 0)
    return bad(**accepted, "the answer does not state a number of element instances");
  return *count;
}

} // namespace cerec::api
