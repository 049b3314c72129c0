#include "cerec/api/client.hpp"

#include "cerec/base/ascii.hpp"

#include <algorithm>

namespace cerec::api {
namespace {

bool is_key_character(char c) {
  return base::is_alphanumeric(c) || c == '_' || c == '-';
}

/// True if a key could go on at `at`; a full stop counts only if more of a key follows.
bool key_goes_on(std::string_view text, size_t at) {
  if (at >= text.size())
    return false;
  if (text[at] == '.')
    return at + 1 < text.size() && is_key_character(text[at + 1]);
  return is_key_character(text[at]);
}

bool key_came_before(std::string_view text, size_t at) {
  return at > 0 && (text[at - 1] == '.' || is_key_character(text[at - 1]));
}

bool names(std::string_view message, std::string_view key) {
  for (size_t at = message.find(key); at != std::string_view::npos; at = message.find(key, at + 1)) {
    if (!key_came_before(message, at) && !key_goes_on(message, at + key.size()))
      return true;
  }
  return false;
}

} // namespace

std::vector<std::string> named_entries(const std::string& message, const std::vector<std::string>& known) {
  std::vector<std::string> found;
  std::copy_if(known.begin(), known.end(), std::back_inserter(found),
               [&](const std::string& key) { return !key.empty() && names(message, key); });
  return found;
}

} // namespace cerec::api
