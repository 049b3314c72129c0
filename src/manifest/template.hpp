#pragma once
#include <string_view>
#include <vector>

namespace cerec::manifest {

/// Names of the sources that a reference may have; secret::sources() reads them.
[[nodiscard]] const std::vector<std::string_view>& template_sources();

/// True if the text holds `${env:`, `${file:` or `${cmd:` unescaped.
[[nodiscard]] bool holds_reference(std::string_view text);
/// True if the text holds any `${` unescaped.
[[nodiscard]] bool holds_expression(std::string_view text);

} // namespace cerec::manifest
