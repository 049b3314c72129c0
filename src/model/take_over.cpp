#include "cerec/model/take_over.hpp"

#include "cerec/base/number.hpp"

namespace cerec::model {

TakeOver TakeOver::parse(std::string_view text) {
  const size_t equals = text.rfind('=');
  if (equals != std::string_view::npos)
    if (const auto id = base::parse_number<int64_t>(text.substr(equals + 1)); id && *id > 0)
      return {std::string(text.substr(0, equals)), id};
  return {std::string(text), std::nullopt};
}

std::string TakeOver::text() const {
  return id ? name + "=" + std::to_string(*id) : name;
}

bool TakeOver::names(const DesiredInstance& desired) const {
  return name == desired.name || name == desired.address.logical_id || name == desired.address.text();
}

} // namespace cerec::model
