#include "manifest/yaml_parts.hpp"

#include <algorithm>

namespace cerec::manifest {
namespace {

size_t next_line(std::string_view text, size_t at) {
  const size_t newline = text.find('\n', at);
  return newline == std::string_view::npos ? text.size() : newline + 1;
}

bool is_marker(std::string_view text, size_t line) {
  const std::string_view start = text.substr(line, 4);
  return start.substr(0, 3) == "---" &&
         (start.size() == 3 || std::string_view(" \t\r\n").find(start[3]) != std::string_view::npos);
}

/// A line that starts a part: text in the first column.
bool starts_part(std::string_view text, size_t line) {
  return line < text.size() && std::string_view(" \t\r\n#%}]").find(text[line]) == std::string_view::npos &&
         !is_marker(text, line);
}

bool starts_item(std::string_view text, size_t line) {
  const char after = line + 1 < text.size() ? text[line + 1] : '\n';
  return text[line] == '-' && (after == ' ' || after == '\n' || after == '\r');
}

} // namespace

std::vector<Piece> cut(std::string_view text, size_t least) {
  std::vector<Piece> pieces(1);
  uint32_t number = 1;
  for (size_t line = 0; line < text.size(); line = next_line(text, line), ++number) {
    if (text[line] == '%')
      return {{{0, text.size()}, 1}};
    if (line < pieces.back().stretch.begin + std::max<size_t>(least, 1) || !is_marker(text, line))
      continue;
    pieces.back().stretch.end = line;
    pieces.push_back({{line, 0}, number});
  }
  pieces.back().stretch.end = text.size();
  return pieces;
}

Stretch document_at(std::string_view text, size_t begin, size_t offset) {
  Stretch found{begin, text.size()};
  for (size_t line = begin; line < text.size(); line = next_line(text, line)) {
    const bool at_line_start = line == 0 || text[line - 1] == '\n';
    if (!at_line_start || !is_marker(text, line))
      continue;
    if (line < offset || line == begin) {
      found.begin = line;
    } else {
      found.end = line;
      break;
    }
  }
  return found;
}

std::optional<Part> part_at(std::string_view text, Stretch document, size_t offset) {
  std::optional<Part> part;
  std::optional<bool> items;
  for (size_t line = document.begin; line < document.end; line = next_line(text, line)) {
    if (!starts_part(text, line))
      continue;
    if (!items)
      items = starts_item(text, line);
    if (*items && !starts_item(text, line))
      continue;
    if (line > offset) {
      if (part)
        part->stretch.end = line;
      return part;
    }
    part = Part{{line, document.end}, *items};
  }
  return part;
}

std::optional<Stretch> intact_items(std::string_view text, Stretch document, size_t offset) {
  const auto last = part_at(text, document, offset);
  if (!last || !last->is_item || last->stretch.begin == 0)
    return std::nullopt;
  const Stretch before{document.begin, last->stretch.begin};
  return part_at(text, before, before.end) ? std::optional(before) : std::nullopt;
}

void blank(std::string& text, Stretch stretch) {
  for (size_t at = stretch.begin; at < std::min(stretch.end, text.size()); ++at)
    if (text[at] != '\n')
      text[at] = ' ';
}

} // namespace cerec::manifest
