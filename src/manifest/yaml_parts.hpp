#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Where the parts of a YAML text begin and end, told by its lines alone: to go on behind a fault.
namespace cerec::manifest {

struct Stretch {
  size_t begin = 0, end = 0;
};

/// A stretch of whole documents, and the line on which it starts.
struct Piece {
  Stretch stretch;
  uint32_t line = 1;
};

/// Cuts before lines that start a document (`---`), into pieces of at least `least` bytes. Nothing is cut
/// where a line may be a directive: it is of what follows it.
[[nodiscard]] std::vector<Piece> cut(std::string_view text, size_t least);

/// The document that holds `offset`, of those from `begin` on: from its `---` up to the next one. A fault
/// right at a `---` is of the document before it.
[[nodiscard]] Stretch document_at(std::string_view text, size_t begin, size_t offset);

struct Part {
  Stretch stretch;
  bool is_item = false; ///< of a list; else the member of a mapping
};

/// The item or member in the first column that holds `offset`; nullopt: the document is neither a list nor a
/// mapping in block style, or nothing of it starts before.
[[nodiscard]] std::optional<Part> part_at(std::string_view text, Stretch document, size_t offset);

/// The items of a list in the first column that are over before the one that holds `offset`: a quote or a
/// bracket that is not closed hurts what follows, never these. nullopt: there is none.
[[nodiscard]] std::optional<Stretch> intact_items(std::string_view text, Stretch document, size_t offset);

/// Blanks but for line ends.
void blank(std::string& text, Stretch stretch);

} // namespace cerec::manifest
