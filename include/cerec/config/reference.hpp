#pragma once
#include <string>

namespace cerec::config {

/// The settings table as Markdown, for docs/configuration.md. A test compares it with the file.
[[nodiscard]] std::string settings_markdown();

} // namespace cerec::config
