#include "report/markdown_escape.hpp"
#include "report/outline.hpp"

#include "cerec/base/text.hpp"

#include <fmt/format.h>

namespace cerec::report {
namespace {

constexpr size_t k_cell_limit = 600;

std::string cell_text(const Cell& cell) {
  if (cell.text.empty())
    return {};
  const std::string text = code(cell.text, k_cell_limit);
  return cell.mark == Mark::strong || cell.mark == Mark::bad ? "**" + text + "**" : text;
}

std::string table_row(const std::vector<Cell>& cells) {
  std::string out = "|";
  for (const Cell& cell : cells)
    out += " " + cell_text(cell) + " |";
  return out + "\n";
}

/// The lines that stand above the rows, and the rows.
struct Parts {
  std::string head;
  std::vector<std::string> rows;
};

Parts parts_of(const Facts& facts) {
  Parts out;
  for (const auto& [name, value] : facts.items)
    out.rows.push_back(fmt::format("- {}: {}\n", escape_markdown(name), cell_text(value)));
  return out;
}

Parts parts_of(const Table& table) {
  Parts out;
  const size_t columns = table.rows.empty() ? table.head.size() : table.rows.front().size();
  std::vector<std::string> names = table.head;
  names.resize(columns);
  out.head = "|";
  for (const std::string& name : names)
    out.head += " " + escape_markdown(name) + " |";
  out.head += "\n|";
  for (size_t i = 0; i < columns; ++i)
    out.head += "---|";
  out.head += "\n";
  for (const auto& row : table.rows)
    out.rows.push_back(table_row(row));
  return out;
}

Parts parts_of(const Lines& lines) {
  Parts out;
  for (const Cell& cell : lines.items)
    out.rows.push_back("- " + cell_text(cell) + "\n");
  return out;
}

} // namespace

std::string markdown_of(const Outline& outline, size_t limit) {
  std::string out;
  size_t used = 0, unseen = 0;
  const auto add = [&](const std::string& text) {
    const size_t length = base::count_characters(text);
    if (unseen > 0 || used + length > limit)
      return false;
    used += length;
    out += text;
    return true;
  };
  for (const Block& block : outline.blocks) {
    const Parts parts = std::visit([](const auto& body) { return parts_of(body); }, block.body);
    if (parts.rows.empty() && block.title.empty())
      continue;
    if (!block.title.empty())
      (void)add(fmt::format("**{}**\n\n", code(block.title, k_cell_limit)));
    (void)add(parts.head);
    for (const std::string& row : parts.rows)
      unseen += add(row) ? 0 : 1;
    (void)add("\n");
  }
  if (unseen > 0)
    out += fmt::format("\n**{} more rows are not shown: this comment is full.**\n\n", unseen);
  return out;
}

} // namespace cerec::report
