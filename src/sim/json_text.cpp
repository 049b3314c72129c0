#include "sim/json_text.hpp"

#include "cerec/base/json_text.hpp"

#include <array>
#include <charconv>

namespace cerec::sim {
void append_member(std::string& out, std::string_view name) {
  if (!out.empty() && out.back() != '{')
    out += ',';
  base::append_json_string(out, name);
  out += ':';
}

void append_member(std::string& out, std::string_view name, std::string_view text) {
  append_member(out, name);
  base::append_json_string(out, text);
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
