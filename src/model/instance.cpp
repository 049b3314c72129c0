#include "cerec/model/instance.hpp"

#include <algorithm>

namespace cerec::model {

bool LiveInstance::carries(std::string_view code) const {
  return ownership.code == code ||
         std::find(other_identities.begin(), other_identities.end(), code) != other_identities.end();
}

std::string LiveInstance::owner_text() const {
  std::string text = ownership.owner_text();
  for (const std::string& code : other_identities)
    text += " and " + identity_tag(code);
  return text;
}

} // namespace cerec::model
