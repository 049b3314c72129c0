#include "cerec/base/ascii.hpp"

namespace cerec::base {

std::string variable_name(std::string_view text) {
  std::string name = text.empty() || !is_digit(text.front()) ? "" : "_";
  for (const char c : text)
    name += is_alphanumeric(c) ? to_upper(c) : '_';
  return name;
}

} // namespace cerec::base
