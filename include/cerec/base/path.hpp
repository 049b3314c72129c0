#pragma once
#include <string>

namespace cerec::base {

/// `path` as seen from `folder`: put behind it, unless it is absolute or one of the two is empty.
[[nodiscard]] std::string join_path(const std::string& folder, const std::string& path);

/// The folder that a file is in, as its path spells it; "." if it spells none.
[[nodiscard]] std::string folder_of(const std::string& path);

/// The whole path from the root, with `.` and `..` taken out of the text: what the user wrote, wherever links
/// lead. `start` is the folder that relative paths start from; it stands for the empty path too.
[[nodiscard]] std::string absolute_path(const std::string& start, const std::string& path);

/// `path` as seen from `folder`, both absolute and without dots: "../x.yaml", or "." for the folder itself.
[[nodiscard]] std::string relative_path(const std::string& folder, const std::string& path);

} // namespace cerec::base
