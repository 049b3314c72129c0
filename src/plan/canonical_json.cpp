#include "canonical_json.hpp"

#include "cerec/base/json_depth.hpp"
#include "cerec/base/text.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace cerec::plan {
namespace {

constexpr double k_largest_exact = 9007199254740992.0; // 2^53

void whole_floats_to_integers(nlohmann::json& value) {
  if (value.is_structured()) {
    for (nlohmann::json& item : value)
      whole_floats_to_integers(item);
  } else if (value.is_number_float()) {
    const double number = value.get<double>();
    if (std::abs(number) < k_largest_exact && std::trunc(number) == number)
      value = static_cast<int64_t>(number);
  }
}

} // namespace

std::string list_text(const std::vector<std::string>& items) {
  return nlohmann::json(items).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<std::string> canonical_json(std::string_view text) {
  const std::string_view trimmed = base::trim(text);
  if (trimmed.empty() || (trimmed[0] != '{' && trimmed[0] != '[') || !base::nests_within(trimmed) ||
      !base::is_utf8(trimmed))
    return std::nullopt;
  nlohmann::json value = nlohmann::json::parse(trimmed, nullptr, false);
  if (value.is_discarded())
    return std::nullopt;
  whole_floats_to_integers(value);
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace cerec::plan
