#include "api/empty_listing.hpp"
#include "api/error.hpp"
#include "api/instance_events.hpp"
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

/// nullptr if the member is absent or null.
const Json* member(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::string text_of(const Json* value) {
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

/// A whole number, also if it is written as a string.
std::optional<int64_t> number_of(const Json* value) {
  if (value == nullptr)
    return std::nullopt;
  if (value->is_number_integer())
    return value->get<int64_t>();
  return base::parse_number<int64_t>(text_of(value));
}

std::optional<int64_t> count_header(const http::Response& response, std::string_view name) {
  const auto value = response.header(name);
  return value ? base::parse_number<int64_t>(base::trim(*value)) : std::nullopt;
}

std::optional<base::WallTime> date_of(const http::Response& response) {
  const auto value = response.header("date");
  return value ? http::parse_date(*value) : std::nullopt;
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
  auto items = read_instances(response.body.reveal());
  if (!items)
    return bad(response, "the answer is not a JSON list of instances");
  page.instances.reserve(items->size());
  for (ShownInstance& item : *items) {
    if (!item.instance)
      return bad(response, "the answer lists an instance without an id");
    if (!item.shows_tags)
      return tl::unexpected<ApiError>(without_tags(response, item.instance->id));
    page.instances.push_back(std::move(*item.instance));
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
  auto shown = read_instance((*accepted)->body.reveal());
  if (!shown || !shown->instance)
    return bad(**accepted, "the answer is not a JSON object with the id of an instance");
  return std::move(*shown->instance);
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
