#pragma once
#include <string_view>
#include <vector>

namespace cerec::catalogue {

/// Configuration keys that every element has, stated or not (docs/api.md 5.5).
[[nodiscard]] const std::vector<std::string_view>& common_keys();

} // namespace cerec::catalogue
