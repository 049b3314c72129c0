#include "report/markdown_escape.hpp"

#include "cerec/base/ascii.hpp"
#include "cerec/base/text.hpp"

#include <fmt/format.h>

namespace cerec::report {
namespace {

/// Characters that can open or close something inside of a line: they become numeric references, which are
/// text to Markdown. Marks that count at the start of a line alone (lists, headings, rules) never stand
/// there.
bool is_special(char c) {
  return std::string_view("\\`*_{}[]<>#!|&@~$^").find(c) != std::string_view::npos;
}

/// What makes an address of plain words: "http:", "mailto:", "www.".
bool opens_link(std::string_view text, size_t at) {
  if (text[at] == ':')
    return at > 0 && base::is_letter(text[at - 1]) && at + 1 < text.size() &&
           (text[at + 1] == '/' || base::is_letter(text[at + 1]));
  return text[at] == '.' && at >= 3 && base::lower(text.substr(at - 3, 3)) == "www";
}

} // namespace

std::string escape_markdown(std::string_view text, size_t limit) {
  std::string safe, tail;
  if (const size_t length = limit > 0 ? base::count_characters(text) : 0; length > limit) {
    safe = base::take_characters(base::visible(base::take_characters(text, limit)), limit);
    tail = fmt::format("... ({} characters)", length);
  } else {
    safe = base::visible(text);
    if (limit > 0 && base::count_characters(safe) > limit) { // grown by what was made visible
      safe = base::take_characters(safe, limit);
      tail = "...";
    }
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
