#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Where the parts of a YAML text begin and end, told by its lines alone: to go on behind a fault.
namespace cerec::manifest {

/// Stands in the text for what was left out: as a key of a mapping, or as an item of a list. No source holds
/// it, since control characters are refused before.
constexpr std::string_view k_left_out = "\x01";

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
  enum class Form {
    member, ///< of a mapping, from its key on
    value,  ///< of an item that is no mapping, from behind its dash on
    item    ///< of a list in the first column, with its dash
  } form = Form::member;
};

/// The item or member in the first column that holds `offset`; nullopt: the document is neither a list nor a
/// mapping in block style, or nothing of it starts before.
[[nodiscard]] std::optional<Part> outer_part(std::string_view text, Stretch document, size_t offset);

/// The smallest member or item that holds the line of `offset`, with the lines that belong to it; nullopt:
/// the lines do not tell.
[[nodiscard]] std::optional<Part> inner_part(std::string_view text, Stretch document, size_t offset);

/// Blanks the part but for line ends, and marks its place, so that columns stay and what held it is known.
/// False: there is no room for the mark; nothing was done.
[[nodiscard]] bool leave_out(std::string& text, const Part& part);

} // namespace cerec::manifest
