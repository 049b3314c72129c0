#pragma once
#include <string>

namespace cerec::base {

/// `path` as seen from `folder`: put behind it, unless it is absolute or one of the two is empty.
[[nodiscard]] std::string join_path(const std::string& folder, const std::string& path);

/// The folder that a file is in, as its path spells it; "." if it spells none.
[[nodiscard]] std::string folder_of(const std::string& path);

} // namespace cerec::base
