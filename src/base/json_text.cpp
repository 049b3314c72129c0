#include "cerec/base/json_text.hpp"

namespace cerec::base {
namespace {

bool needs_escape(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\' || c == 0x7F;
}

void append_escaped(std::string& out, char c) {
  constexpr std::string_view k_plain = "\"\\\n\r\t", k_letters = "\"\\nrt", k_hex = "0123456789abcdef";
  out += '\\';
  if (const size_t at = k_plain.find(c); at != std::string_view::npos) {
    out += k_letters[at];
    return;
  }
  out += "u00";
  out += k_hex[static_cast<unsigned char>(c) >> 4U];
  out += k_hex[static_cast<unsigned char>(c) & 15U];
}

} // namespace

void append_json_text(std::string& out, std::string_view text) {
  size_t start = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (!needs_escape(text[i]))
      continue;
    out += text.substr(start, i - start);
    append_escaped(out, text[i]);
    start = i + 1;
  }
  out += text.substr(start);
}

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  append_json_text(out, text);
  out += '"';
}

} // namespace cerec::base
