#pragma once
#include <string>
#include <string_view>

namespace cerec::base {

/// Appends `text` as it stands between the quotes of a JSON string: `\"`, `\\`, `\n`, `\r`, `\t`, other
/// control characters (DEL too, which YAML does not allow) as `\u00XX`. All else is copied as it is: whoever
/// calls has UTF-8. Only `out` grows, so that a caller who has made room leaves no copy of a secret behind.
void append_json_text(std::string& out, std::string_view text);

/// The same with its quotes.
void append_json_string(std::string& out, std::string_view text);

} // namespace cerec::base
