#include "cerec/http/url.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::http {
namespace {

constexpr base::FailureKind k_usage = base::FailureKind::usage;

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

struct HostAndPort {
  std::string host;
  std::string_view port;
};

base::Result<HostAndPort> parse_authority(std::string_view text) {
  if (text.find('@') != std::string_view::npos)
    return base::fail("the API URL must not hold a user or password", k_usage,
                      "the account's secrets belong in CEREC_USER_SECRET and CEREC_ORGANIZATION_SECRET");
  size_t end = text.rfind(':');
  if (!text.empty() && text[0] == '[') {
    const size_t close = text.find(']');
    if (close == std::string_view::npos)
      return base::fail("the API URL has an unclosed `[`", k_usage);
    end = close + 1 < text.size() && text[close + 1] == ':' ? close + 1 : std::string_view::npos;
  }
  HostAndPort out{base::lower(text.substr(0, end)),
                  end == std::string_view::npos ? std::string_view{} : text.substr(end + 1)};
  if (out.host.empty())
    return base::fail("the API URL has no host", k_usage);
  if (end != std::string_view::npos && (!all_digits(out.port) || out.port.size() > 5))
    return base::fail("the API URL has a malformed port", k_usage);
  return out;
}

bool has_odd_characters(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c <= 0x20 || c >= 0x7F; });
}

} // namespace

bool is_loopback(std::string_view host) {
  if (host == "localhost" || host == "[::1]")
    return true;
  const auto parts = base::split(host, '.');
  return parts.size() == 4 && parts[0] == "127" && std::all_of(parts.begin(), parts.end(), [](auto part) {
           return all_digits(part) && part.size() <= 3 && (part.size() < 3 || part <= "255");
         });
}

base::Result<CheckedUrl> check_url(std::string_view given, bool allow_plain) {
  const std::string_view text = base::trim(given);
  const size_t at = text.find("://");
  const std::string scheme = at == std::string_view::npos ? "" : base::lower(text.substr(0, at));
  if (scheme != "https" && scheme != "http")
    return base::fail("the API URL must begin with https://", k_usage,
                      "for example https://api.cloud-elements.com/elements/api-v2");
  if (has_odd_characters(text))
    return base::fail("the API URL holds blanks or characters that need percent-encoding", k_usage);
  if (text.find_first_of("?#") != std::string_view::npos)
    return base::fail("the API URL must not hold a query or a fragment", k_usage);
  const std::string_view rest = text.substr(at + 3);
  const size_t slash = rest.find('/');
  const auto authority = parse_authority(rest.substr(0, slash));
  if (!authority)
    return tl::unexpected(authority.error());
  if (scheme == "http" && !allow_plain && !is_loopback(authority->host))
    return base::fail("the API URL is plain http, which would send the account's secrets in clear", k_usage,
                      "use https://, or say --allow-plain-http if you know the network");
  std::string path(slash == std::string_view::npos ? "" : rest.substr(slash));
  while (!path.empty() && path.back() == '/')
    path.pop_back();
  CheckedUrl out;
  out.url = fmt::format("{}://{}{}{}{}", scheme, authority->host, authority->port.empty() ? "" : ":",
                        authority->port, path);
  out.host = authority->host;
  if (path.find("/elements/api-v2") == std::string::npos)
    out.hint = "the path of the service's API usually ends in /elements/api-v2";
  return out;
}

} // namespace cerec::http
