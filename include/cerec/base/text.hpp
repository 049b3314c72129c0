#pragma once
#include "cerec/base/result.hpp"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cerec::base {

/// Text that is safe on a terminal: control characters (C0, C1, DEL), bidi controls and characters that show
/// nothing become \xNN or \u{...}, a tab becomes one blank. Valid UTF-8 otherwise stays; a byte that is no
/// UTF-8 becomes \xNN.
[[nodiscard]] std::string visible(std::string_view text);

/// Output that a CI runner reads no command in: the `#` that opens `##vso[...]` or `##[...]` anywhere (Azure,
/// GitHub, TeamCity), and the first `:` of a line that begins with `::` (GitHub) are written as `hash` and
/// `colon`, the format's own way to spell them.
[[nodiscard]] std::string defuse_commands(std::string_view text, std::string_view hash,
                                          std::string_view colon);

/// UTF-8 helpers that count code points; a malformed byte counts as one.
[[nodiscard]] size_t count_characters(std::string_view text);
[[nodiscard]] std::string take_characters(std::string_view text, size_t count);
[[nodiscard]] std::string drop_characters(std::string_view text, size_t count);

/// The bytes of a code point (also of a surrogate, which no UTF-8 text holds).
[[nodiscard]] std::string utf8(uint32_t point);

/// True if the text is well-formed UTF-8.
[[nodiscard]] bool is_utf8(std::string_view text);

/// "1 file", "2 files".
[[nodiscard]] std::string counted(size_t count, std::string_view noun);

[[nodiscard]] std::string_view trim(std::string_view text);
[[nodiscard]] std::string lower(std::string_view text); ///< ASCII only
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

/// The candidate nearest to `word` by edit distance, if near enough to be a slip of the keyboard.
[[nodiscard]] std::optional<std::string> did_you_mean(std::string_view word,
                                                      const std::vector<std::string_view>& candidates);

/// What the service stores of a name or tag: HTML tags removed, the text between them kept (docs/api.md 5.1).
[[nodiscard]] std::string strip_html(std::string_view text);
/// The characters for which a sanitizer wrote entities: `&amp;` `&lt;` `&gt;` `&quot;` `&apos;` and numeric
/// ones, once (docs/api.md 15).
[[nodiscard]] std::string undo_entities(std::string_view text);

/// Shell-style match of the whole text: `*` any run, `?` one character. No other special characters.
[[nodiscard]] bool glob_match(std::string_view pattern, std::string_view text);

/// What a flag was said to be. The empty text is neither: it is what an unset variable leaves behind.
[[nodiscard]] Result<bool> parse_bool(std::string_view text);

} // namespace cerec::base
