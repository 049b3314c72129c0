#pragma once
#include <string_view>

namespace cerec::cli {

/// The version of cerec, as CMake states it.
[[nodiscard]] std::string_view cerec_version();

} // namespace cerec::cli
