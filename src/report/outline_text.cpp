#include "report/outline.hpp"
#include "report/text_parts.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>

namespace cerec::report {
namespace {

constexpr std::string_view k_gap = "  ";

std::string_view sgr_of(Mark mark) {
  switch (mark) {
  case Mark::plain:
    return "";
  case Mark::strong:
    return "1";
  case Mark::faint:
    return "2";
  case Mark::good:
    return "32";
  case Mark::bad:
    return "1;31";
  }
  return "";
}

std::string painted(const Cell& cell, const Style& style) {
  const std::string text = base::visible(cell.text);
  const std::string_view sgr = sgr_of(cell.mark);
  return sgr.empty() ? text : paint(style, sgr, text);
}

/// A line of cells, each but the last as wide as its column.
std::string row_text(const std::vector<Cell>& cells, const std::vector<size_t>& widths, const Style& style) {
  std::string out;
  size_t owed = 0; // blanks that stand before the next text, so that no line ends with one
  for (size_t i = 0; i < cells.size(); ++i) {
    const size_t length = base::count_characters(base::visible(cells[i].text));
    if (length > 0)
      out += std::string(owed, ' ') + painted(cells[i], style);
    owed = (length > 0 ? 0 : owed) + widths[i] - length + k_gap.size();
  }
  return out + "\n";
}

std::vector<size_t> widths_of(const std::vector<std::vector<Cell>>& rows) {
  std::vector<size_t> widths;
  for (const auto& row : rows)
    for (size_t i = 0; i < row.size(); ++i) {
      widths.resize(std::max(widths.size(), row.size()));
      widths[i] = std::max(widths[i], base::count_characters(base::visible(row[i].text)));
    }
  return widths;
}

std::string rows_text(const std::vector<std::vector<Cell>>& rows, std::string_view indent,
                      const Style& style) {
  const std::vector<size_t> widths = widths_of(rows);
  std::string out;
  for (const auto& row : rows)
    out += std::string(indent) + row_text(row, widths, style);
  return out;
}

std::vector<std::vector<Cell>> rows_of(const Facts& facts) {
  std::vector<std::vector<Cell>> rows;
  for (const auto& [name, value] : facts.items)
    rows.push_back({Cell{name}, value});
  return rows;
}

std::vector<std::vector<Cell>> rows_of(const Table& table) {
  std::vector<std::vector<Cell>> rows;
  if (!table.head.empty()) {
    rows.emplace_back();
    for (const std::string& name : table.head)
      rows.back().push_back({name, Mark::strong});
  }
  rows.insert(rows.end(), table.rows.begin(), table.rows.end());
  return rows;
}

std::vector<std::vector<Cell>> rows_of(const Lines& lines) {
  std::vector<std::vector<Cell>> rows;
  for (const Cell& cell : lines.items)
    rows.push_back({cell});
  return rows;
}

} // namespace

std::string text_of(const Outline& outline, const Style& style) {
  std::string out;
  for (const Block& block : outline.blocks) {
    const auto rows = std::visit([](const auto& body) { return rows_of(body); }, block.body);
    if (rows.empty() && block.title.empty())
      continue;
    out += out.empty() ? "" : "\n";
    if (!block.title.empty())
      out += painted({block.title, Mark::strong}, style) + "\n";
    out += rows_text(rows, block.title.empty() ? "" : "  ", style);
  }
  return out;
}

} // namespace cerec::report
