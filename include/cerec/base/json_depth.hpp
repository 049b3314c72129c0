#pragma once
#include <cstddef>
#include <string_view>

namespace cerec::base {

/// Deeper than any document of the API, of a manifest or of ours; far below what a recursive reader or writer
/// of JSON survives.
inline constexpr size_t k_deepest_json = 128;

/// True if brackets and braces of a JSON text nest at most `deepest` levels. Looks at nothing else: the text
/// may be no JSON at all. Ask before parsing bytes from outside: parsers take any depth, and writing or
/// comparing the result recurses.
[[nodiscard]] bool nests_within(std::string_view text, size_t deepest = k_deepest_json);

} // namespace cerec::base
