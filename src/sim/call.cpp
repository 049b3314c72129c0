#include "cerec/sim/platform.hpp"

namespace cerec::sim {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  if (c >= 'A' && c <= 'F')
    return c - 'A' + 10;
  return -1;
}

/// Percent-decoding; `plus`: a plus is a blank, as in queries of forms.
std::string decoded(std::string_view text, bool plus) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const bool escape =
        text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
    if (escape) {
      out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      out += plus && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

void read_query(std::string_view query, Call& call) {
  while (!query.empty()) {
    const size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty())
      continue;
    const size_t sign = std::min(pair.find('='), pair.size());
    call.query.emplace_back(decoded(pair.substr(0, sign), true),
                            decoded(pair.substr(std::min(sign + 1, pair.size())), true));
  }
}

} // namespace

Call make_call(http::Method method, std::string_view target) {
  Call call;
  call.method = method;
  const size_t mark = std::min(target.find('?'), target.size());
  const std::string_view path = target.substr(0, mark);
  if (path.substr(0, k_base_path.size()) == k_base_path && path.size() > k_base_path.size() &&
      path[k_base_path.size()] == '/')
    call.path = decoded(path.substr(k_base_path.size()), false);
  while (call.path.size() > 1 && call.path.back() == '/')
    call.path.pop_back();
  read_query(target.substr(std::min(mark + 1, target.size())), call);
  return call;
}

bool is_create(const Call& call) {
  if (call.method != http::Method::post)
    return false;
  constexpr std::string_view first = "/elements/", last = "/instances";
  const std::string_view path = call.path;
  if (path == last)
    return true;
  if (path.size() <= first.size() + last.size() || path.substr(0, first.size()) != first ||
      path.substr(path.size() - last.size()) != last)
    return false;
  return path.substr(first.size(), path.size() - first.size() - last.size()).find('/') ==
         std::string_view::npos;
}

std::string_view target_of(std::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string_view::npos)
    return url;
  const size_t slash = url.find('/', scheme + 3);
  return slash == std::string_view::npos ? std::string_view("/") : url.substr(slash);
}

} // namespace cerec::sim
