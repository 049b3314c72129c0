#include "report/markdown_escape.hpp"

#include "cerec/base/text.hpp"

#include <fmt/format.h>

namespace cerec::report {
namespace {

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Characters that are written as a numeric reference. A reference is text to Markdown: it opens no
/// construct, and the searches for @mentions, #1, GH-1 and addresses do not see it. `.`, `:` and `-` keep
/// their face inside of words except where an address or a reference could begin; `/` hides the rest of an
/// address.
bool is_special(char c) {
  return std::string_view("\\`*_{}[]()<>#+!|&@~$^=/\"'").find(c) != std::string_view::npos;
}

/// What makes an address or a reference of plain words: "www.", "x@", "http:", "GH-12".
bool opens_link(std::string_view text, size_t at) {
  const char c = text[at];
  if (c == ':')
    return at > 0 && is_word(text[at - 1]);
  if (c == '.')
    return at >= 3 && base::lower(text.substr(at - 3, 3)) == "www";
  if (c == '-')
    return at == 0 || !is_word(text[at - 1]) || (at >= 2 && base::lower(text.substr(at - 2, 2)) == "gh");
  return false;
}

} // namespace

std::string escape_markdown(std::string_view text, size_t limit) {
  std::string safe = base::visible(text);
  std::string tail;
  if (const size_t length = base::count_characters(safe); limit > 0 && length > limit) {
    safe = base::take_characters(safe, limit);
    tail = fmt::format("... ({} characters)", length);
  }
  std::string out;
  out.reserve(safe.size() + tail.size());
  for (size_t i = 0; i < safe.size(); ++i) {
    const char c = safe[i];
    if (is_special(c) || opens_link(safe, i))
      out += fmt::format("&#{};", static_cast<int>(c));
    else
      out += c;
  }
  return out + tail;
}

std::string code(std::string_view text, size_t limit) {
  return "<code>" + escape_markdown(text, limit) + "</code>";
}

} // namespace cerec::report
