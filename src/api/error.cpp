#include "api/error.hpp"

#include "cerec/base/json_depth.hpp"
#include "cerec/base/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace cerec::api {
namespace {

using Kind = ApiError::Kind;

/// Enough for a list of missing entries, too little to fill a screen with a gateway's page.
constexpr size_t k_longest_message = 1000;

/// Words of the service, made safe: one line, no control characters, bounded.
std::string quoted_words(std::string_view text) {
  text = base::trim(text);
  std::string out = base::take_characters(text, k_longest_message);
  const bool cut = out.size() < text.size();
  for (char& c : out) {
    if (c == '\n' || c == '\r' || c == '\t')
      c = ' ';
  }
  return base::visible(out) + (cut ? "..." : "");
}

std::string text_member(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string html_title(std::string_view body) {
  const std::string lowered = base::lower(body.substr(0, 8192));
  const size_t open = lowered.find("<title");
  if (open == std::string::npos)
    return {};
  const size_t begin = lowered.find('>', open);
  const size_t end = lowered.find("</title", open);
  if (begin == std::string::npos || end == std::string::npos || end <= begin)
    return {};
  return std::string(base::trim(body.substr(begin + 1, end - begin - 1)));
}

Kind kind_of(int status, bool provider_refused) {
  if (status == 401 || status == 403)
    return provider_refused ? Kind::refused : Kind::credentials;
  if (status == 404)
    return Kind::not_found;
  if (status == 429)
    return Kind::throttled;
  if (status == 408 || status >= 500)
    return Kind::server;
  return Kind::refused;
}

std::string describe_foreign_body(const http::Response& response) {
  const std::string_view body = response.body.reveal();
  if (base::trim(body).empty())
    return "the answer has no body";
  const std::string title = html_title(body);
  return title.empty() ? "the answer is not the service's JSON"
                       : fmt::format("the answer is a web page titled \"{}\"", quoted_words(title));
}

ApiError error_of(const http::Response& response) {
  ApiError error;
  error.status = response.status;
  const std::string_view body = response.body.reveal();
  const auto parsed = base::nests_within(body) ? nlohmann::json::parse(body, nullptr, false)
                                               : nlohmann::json(nlohmann::json::value_t::discarded);
  if (parsed.is_object()) {
    error.message = quoted_words(text_member(parsed, "message"));
    error.provider_message = quoted_words(text_member(parsed, "providerMessage"));
    error.request_id = quoted_words(text_member(parsed, "requestId"));
  }
  if (response.status / 100 == 3) {
    error.message = "the service answered with a redirect, which is not followed";
  } else if (error.message.empty()) {
    error.message = describe_foreign_body(response);
  }
  if (error.request_id.empty())
    error.request_id = quoted_words(response.header("elements-request-id").value_or(""));
  error.kind = kind_of(response.status, !error.provider_message.empty());
  error.ambiguous = error.kind == Kind::server; // a 5xx proves nothing, a 4xx says no
  return error;
}

ApiError error_of(const http::TransportError& failure) {
  ApiError error;
  error.kind = failure.kind == http::TransportError::Kind::throttled ? Kind::throttled : Kind::network;
  error.message = base::visible(failure.message);
  error.ambiguous = failure.maybe_sent;
  return error;
}

} // namespace

ApiResult<const http::Response*> accept(const Exchange& exchange) {
  if (!exchange)
    return tl::unexpected<ApiError>(error_of(exchange.error()));
  if (exchange->status / 100 != 2)
    return tl::unexpected<ApiError>(error_of(*exchange));
  return &*exchange;
}

ApiError unreadable(const http::Response& response, std::string_view why) {
  ApiError error;
  error.kind = Kind::unreadable;
  error.status = response.status;
  const std::string title = html_title(response.body.reveal());
  error.message = title.empty() ? std::string(why) : describe_foreign_body(response);
  error.request_id = quoted_words(response.header("elements-request-id").value_or(""));
  error.ambiguous = true;
  return error;
}

bool ApiError::no_such_instance() const {
  return status == 404 && !request_id.empty() && base::lower(message).find("instance") != std::string::npos;
}

std::string ApiError::text() const {
  std::string out = status != 0 ? fmt::format("HTTP {}: {}", status, message) : message;
  if (!provider_message.empty() && provider_message != message)
    out += fmt::format(" (provider: {})", provider_message);
  if (!request_id.empty())
    out += fmt::format(" [request {}]", request_id);
  return out;
}

std::string ApiError::hint() const {
  if (!advice.empty())
    return advice;
  if (status / 100 == 3 || (kind == Kind::not_found && request_id.empty()) || kind == Kind::unreadable)
    return "check the API URL, its region and its path (.../elements/api-v2)";
  if (kind == Kind::credentials)
    return "check the User and Organization secrets, and that they belong to the region of the API URL";
  if (kind == Kind::network)
    return "check the API URL, the network and the proxy";
  if (kind == Kind::throttled)
    return "try again later, or lower --parallelism or --max-rps";
  return {};
}

base::FailureKind ApiError::failure_kind() const {
  switch (kind) {
  case Kind::credentials:
    return base::FailureKind::credentials;
  case Kind::throttled:
  case Kind::server:
  case Kind::unreadable:
  case Kind::network:
    return base::FailureKind::network;
  case Kind::not_found:
  case Kind::refused:
    return base::FailureKind::error;
  }
  return base::FailureKind::error;
}

base::Failure ApiError::failure(std::string_view operation) const {
  return base::Failure{failure_kind(), fmt::format("{}: {}", operation, text()), hint()};
}

} // namespace cerec::api
