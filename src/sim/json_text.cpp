#include "sim/json_text.hpp"

#include <array>
#include <charconv>
#include <fmt/format.h>

namespace cerec::sim {
namespace {

bool needs_escape(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

void append_escaped(std::string& out, char c) {
  switch (c) {
  case '"':
    out += "\\\"";
    break;
  case '\\':
    out += "\\\\";
    break;
  case '\n':
    out += "\\n";
    break;
  case '\t':
    out += "\\t";
    break;
  case '\r':
    out += "\\r";
    break;
  default:
    out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
}

} // namespace

void append_json(std::string& out, std::string_view text) {
  out += '"';
  size_t start = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (!needs_escape(text[i]))
      continue;
    out += text.substr(start, i - start);
    append_escaped(out, text[i]);
    start = i + 1;
  }
  out += text.substr(start);
  out += '"';
}

void append_member(std::string& out, std::string_view name) {
  if (!out.empty() && out.back() != '{')
    out += ',';
  append_json(out, name);
  out += ':';
}

void append_member(std::string& out, std::string_view name, std::string_view text) {
  append_member(out, name);
  append_json(out, text);
}

void append_member(std::string& out, std::string_view name, const char* text) {
  append_member(out, name, std::string_view(text));
}

void append_member(std::string& out, std::string_view name, int64_t number) {
  append_member(out, name);
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

void append_member(std::string& out, std::string_view name, bool value) {
  append_member(out, name);
  out += value ? "true" : "false";
}

} // namespace cerec::sim
