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

std::optional<base::WallTime> nobodys_from(std::string_view created, base::Duration age) {
  const std::optional<base::WallTime> posted = base::wall_time_of(created);
  return posted ? std::optional(*posted + age) : std::nullopt;
}

} // namespace cerec::model
