#include "cerec/base/json_depth.hpp"

namespace cerec::base {

bool nests_within(std::string_view text, size_t deepest) {
  size_t depth = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    switch (text[at]) {
    case '[':
    case '{':
      if (++depth > deepest)
        return false;
      break;
    case ']':
    case '}':
      depth -= depth > 0 ? 1 : 0;
      break;
    case '"':
      for (++at; at < text.size() && text[at] != '"'; ++at)
        at += text[at] == '\\' ? 1 : 0;
      break;
    default:
      break;
    }
  }
  return true;
}

} // namespace cerec::base
