#include "manifest/yaml_parts.hpp"

#include <algorithm>

namespace cerec::manifest {
namespace {

constexpr std::string_view k_blanks = " \t\r";

size_t next_line(std::string_view text, size_t at) {
  const size_t newline = text.find('\n', at);
  return newline == std::string_view::npos ? text.size() : newline + 1;
}

size_t line_begin(std::string_view text, size_t at) {
  const size_t newline = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  return newline == std::string_view::npos ? 0 : newline + 1;
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

bool starts_item(std::string_view text, size_t at) {
  const char after = at + 1 < text.size() ? text[at + 1] : '\n';
  return at < text.size() && text[at] == '-' && (after == ' ' || after == '\n' || after == '\r');
}

/// A line of a block: its indentation, and the column where its text begins behind the dashes of items.
struct Row {
  size_t line = 0, indent = 0, column = 0;
  bool dashed = false;
  std::string_view words{}; ///< without a comment and blanks at the end

  [[nodiscard]] bool keyed() const {
    return words.ends_with(':') || words.find(": ") != std::string_view::npos;
  }
  /// More than a key: what is indented below may be the rest of the value.
  [[nodiscard]] bool has_value() const { return !words.empty() && !words.ends_with(':'); }
};

/// nullopt: nothing but a comment stands there, or a tab in front.
std::optional<Row> row_at(std::string_view text, size_t line) {
  Row row;
  row.line = line;
  const size_t end = std::min(text.find('\n', line), text.size());
  size_t at = line;
  while (at < end && text[at] == ' ')
    ++at;
  row.indent = at - line;
  while (at < end && starts_item(text, at)) {
    row.dashed = true;
    ++at;
    while (at < end && text[at] == ' ')
      ++at;
  }
  row.column = at - line;
  row.words = text.substr(at, end - at);
  if (const size_t comment = row.words.find(" #"); comment != std::string_view::npos)
    row.words = row.words.substr(0, comment);
  row.words = row.words.substr(0, row.words.find_last_not_of(k_blanks) + 1);
  const bool empty = row.words.empty() || row.words.front() == '#';
  if ((empty && !row.dashed) || (!row.words.empty() && row.words.front() == '\t'))
    return std::nullopt;
  return row;
}

/// The line that this one is indented below. `fits`: false if it is in no column of what stands above.
std::optional<Row> row_above(std::string_view text, Stretch document, const Row& row, bool& fits) {
  fits = true;
  for (size_t line = row.line; line > document.begin;) {
    line = line_begin(text, line - 1);
    if (line < document.begin || is_marker(text, line))
      return std::nullopt;
    const auto above = row_at(text, line);
    if (!above || above->indent > row.indent)
      continue;
    if (above->column < row.indent)
      return above;
    fits = row.indent == above->indent || row.indent == above->column;
    return std::nullopt; // beside it
  }
  return std::nullopt;
}

/// Where what belongs to this line ends.
size_t end_of(std::string_view text, Stretch document, const Row& row) {
  for (size_t line = next_line(text, row.line); line < document.end; line = next_line(text, line)) {
    const auto below = row_at(text, line);
    if (!below)
      continue;
    const bool list_of_its_key = below->indent == row.column && below->dashed && row.keyed();
    if (below->indent <= row.column && !list_of_its_key)
      return line;
  }
  return document.end;
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

std::optional<Part> outer_part(std::string_view text, Stretch document, size_t offset) {
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
    part = Part{{line, document.end}, *items ? Part::Form::item : Part::Form::member};
  }
  return part;
}

std::optional<Part> inner_part(std::string_view text, Stretch document, size_t offset) {
  size_t line = line_begin(text, offset);
  for (;;) {
    if (line < document.begin || is_marker(text, line))
      return std::nullopt;
    const auto row = row_at(text, line);
    if (!row || row->words.empty())
      return std::nullopt;
    bool fits = true;
    const auto above = row_above(text, document, *row, fits);
    if (!fits)
      return std::nullopt;
    const bool stands_alone = row->dashed || row->keyed();
    if (stands_alone && !(above && above->has_value()))
      return Part{{row->line + row->column, end_of(text, document, *row)},
                  row->keyed() ? Part::Form::member : Part::Form::value};
    if (!above)
      return std::nullopt;
    line = above->line; // the rest of a value
  }
}

bool leave_out(std::string& text, const Part& part) {
  std::string mark;
  if (part.form != Part::Form::item)
    mark = std::string(k_left_out) + (part.form == Part::Form::member ? ":" : "");
  const size_t end = std::min(part.stretch.end, text.size());
  const size_t room = std::min(text.find('\n', part.stretch.begin), end) - part.stretch.begin;
  if (room < mark.size())
    return false;
  for (size_t at = part.stretch.begin; at < end; ++at)
    if (text[at] != '\n')
      text[at] = ' ';
  text.replace(part.stretch.begin, mark.size(), mark);
  return true;
}

} // namespace cerec::manifest
