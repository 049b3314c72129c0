#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace cerec::report {

/// Text of outside as it may stand in Markdown: control characters made visible, what Markdown or HTML could
/// read as their own written as numeric references. At most `limit` characters of it are shown (0: all).
[[nodiscard]] std::string escape_markdown(std::string_view text, size_t limit = 0);

/// The same inside of <code>. Services look for @mentions, #1 and commit ids in the rendered text, where
/// references are plain characters again; they leave <code> alone. All text of outside goes through here.
[[nodiscard]] std::string code(std::string_view text, size_t limit = 0);

} // namespace cerec::report
