#include "api/bodies.hpp"
#include "cerec/api/client.hpp"
#include "cerec/base/ascii.hpp"

#include <fmt/format.h>

namespace cerec::api {
namespace {

/// Percent-encodes all but the unreserved characters of RFC 3986: right in a path segment and in a query
/// value.
std::string percent_encode(std::string_view text) {
  static constexpr std::string_view k_hex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool unreserved = base::is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~';
    if (unreserved) {
      out += c;
    } else {
      out += '%';
      out += k_hex[byte >> 4U];
      out += k_hex[byte & 15U];
    }
  }
  return out;
}

base::Secret authorization_of(const Account& account) {
  std::string value;
  value.reserve(256);
  value.append("User ").append(account.user.reveal());
  value.append(", Organization ").append(account.organization.reveal());
  return base::Secret(std::move(value));
}

http::Request make(const Account& account, base::Duration timeout, http::Method method,
                   const std::string& path) {
  http::Request request;
  request.method = method;
  request.url = account.base_url + path;
  request.headers = {{"Accept", "application/json"}};
  request.authorization = authorization_of(account);
  request.timeout = timeout;
  return request;
}

void set_body(http::Request& request, base::Secret body) {
  request.headers.emplace_back("Content-Type", "application/json");
  request.body = std::move(body);
}

std::string without_trailing_slashes(std::string url) {
  while (url.ends_with('/'))
    url.pop_back();
  return url;
}

} // namespace

Requests::Requests(Account account, base::Duration timeout)
    : account_(std::move(account)), timeout_(timeout) {
  account_.base_url = without_trailing_slashes(std::move(account_.base_url));
}

http::Request Requests::list(const std::string& tag, const std::string& next_page) const {
  // A look-up by tag needs id, token and tags, which light items have. The listing of an account asks for
  // whole items: where the service sends them, no detail has to be read one by one.
  std::string path =
      fmt::format("/instances?pageSize={}&hydrate={}", k_page_size, tag.empty() ? "true" : "false");
  if (!tag.empty())
    path += "&tags%5B%5D=" + percent_encode(tag);
  if (!next_page.empty())
    path += "&nextPage=" + percent_encode(next_page);
  return make(account_, timeout_, http::Method::get, path);
}

http::Request Requests::count() const {
  return make(account_, timeout_, http::Method::get, "/instances/count");
}

http::Request Requests::get(int64_t id) const {
  return make(account_, timeout_, http::Method::get, fmt::format("/instances/{}", id));
}

http::Request Requests::create(const model::DesiredInstance& desired,
                               const model::Ownership& ownership) const {
  http::Request request = make(account_, timeout_, http::Method::post, "/instances");
  set_body(request, create_body(desired, ownership));
  return request;
}

http::Request Requests::patch(int64_t id, const base::Secret& body) const {
  http::Request request = make(account_, timeout_, http::Method::patch, fmt::format("/instances/{}", id));
  set_body(request, body);
  return request;
}

http::Request Requests::enable(int64_t id, bool enabled) const {
  return make(account_, timeout_, enabled ? http::Method::put : http::Method::del,
              fmt::format("/instances/{}/enabled", id));
}

http::Request Requests::remove(int64_t id) const {
  return make(account_, timeout_, http::Method::del, fmt::format("/instances/{}", id));
}

http::Request Requests::element(const std::string& key) const {
  return make(account_, timeout_, http::Method::get, "/elements/" + percent_encode(key));
}

http::Request Requests::element_configuration(const std::string& key) const {
  return make(account_, timeout_, http::Method::get, "/elements/" + percent_encode(key) + "/configuration");
}

} // namespace cerec::api
