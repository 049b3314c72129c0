#pragma once
#include <string>

namespace cerec::base {

/// `path` as seen from `folder`: put behind it, unless it is absolute or one of the two is empty.
[[nodiscard]] std::string join_path(const std::string& folder, const std::string& path);

} // namespace cerec::base
