#pragma once
#include "cerec/report/report.hpp"

#include <string>
#include <utility>
#include <variant>
#include <vector>

/// A result as sections and rows, without a format. Its texts are raw: each renderer makes them harmless.
namespace cerec::report {

/// How much a text matters to a reader.
enum class Mark { plain, strong, faint, good, bad };

struct Cell {
  std::string text;
  Mark mark = Mark::plain;
};

/// Names and values, one pair a line.
struct Facts {
  std::vector<std::pair<std::string, Cell>> items;
};
/// Columns under a head.
struct Table {
  std::vector<std::string> head; ///< empty: the columns need no names
  std::vector<std::vector<Cell>> rows;
};
/// Sentences and names, one a line.
struct Lines {
  std::vector<Cell> items;
};

struct Block {
  std::string title; ///< empty: none
  std::variant<Facts, Table, Lines> body;
};

struct Outline {
  std::vector<Block> blocks;
};

/// For people: columns aligned, blocks apart by a blank line. Ends with a newline unless it is empty.
[[nodiscard]] std::string text_of(const Outline& outline, const Style& style);
/// The same in Markdown: headings, tables and lists; at most `limit` characters, by whole rows.
[[nodiscard]] std::string markdown_of(const Outline& outline, size_t limit);

} // namespace cerec::report
