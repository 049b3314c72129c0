#pragma once
#include "cerec/base/diagnostic.hpp"
#include "cerec/manifest/manifest.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The document tree that both readers build: every node knows its place, scalars keep their text.
namespace cerec::manifest {

/// Where a node starts in its source; `offset` and `bytes` find its raw spelling again.
struct Place {
  uint32_t line = 1, column = 1, length = 1; ///< 1-based, in characters
  uint32_t offset = 0, bytes = 0;            ///< in bytes
};

struct Member;

struct Node {
  enum class Kind { null, string, boolean, number, sequence, mapping };
  Kind kind = Kind::null;
  bool plain = false;    ///< a YAML scalar without quotes: its text may be read as a string
  bool flow = false;     ///< a YAML collection in brackets
  bool torn = false;     ///< something inside was left out because of a fault: nothing is missing for certain
  bool one_line = false; ///< the raw spelling is on one line, so places inside it can be found
  std::string text;      ///< of a scalar: decoded; numbers and booleans as written
  Place place;
  std::vector<Node> items;     ///< sequence
  std::vector<Member> members; ///< mapping, in the order of the text, repeated keys included

  [[nodiscard]] bool is_scalar() const { return kind != Kind::sequence && kind != Kind::mapping; }
  /// The scalar as text where a string is wanted: strings, and YAML's unquoted numbers and booleans.
  [[nodiscard]] bool is_text() const {
    return kind == Kind::string || (plain && (kind == Kind::number || kind == Kind::boolean));
  }
  [[nodiscard]] const Member* find(std::string_view key) const; ///< the first of that name
};

struct Member {
  Node key;
  Node value;
};

inline const Member* Node::find(std::string_view key) const {
  for (const Member& member : members) {
    if (member.key.text == key)
      return &member;
  }
  return nullptr;
}

/// What a reader made of a source. `sound`: the structure of the roots can be trusted, so that checks of the
/// shape make sense. `whole`: nothing was left out because of a fault.
struct Document {
  std::vector<Node> roots;
  bool sound = true, whole = true;
  bool expanded = false; ///< anchors, aliases, merge keys or tags were used: the tree cannot be written back
  size_t nodes = 0, alias_nodes = 0; ///< values, and those of them that aliases added
};

/// "a mapping", "a list", "a string", ...: for messages.
[[nodiscard]] std::string_view kind_name(const Node& node);

/// A source and the faults found in it: what every check needs.
class Scope {
public:
  Scope(base::SourcePtr source, base::Diagnostics& diagnostics)
      : source_(std::move(source)), diagnostics_(diagnostics) {}
  [[nodiscard]] const base::SourcePtr& source() const { return source_; }
  [[nodiscard]] std::string_view text() const { return source_->text; }
  [[nodiscard]] base::Diagnostics& diagnostics() const { return diagnostics_; }
  [[nodiscard]] base::Span span(const Place& place) const {
    return {source_, place.line, place.column, place.length};
  }
  [[nodiscard]] base::Span span(const Node& node) const { return span(node.place); }
  /// The place of `part` inside a scalar, as far as it is spelt there literally; else that of the scalar.
  [[nodiscard]] base::Span inside(const Node& scalar, std::string_view part, size_t skip = 0) const;
  base::Diagnostic& error(std::string code, const Place& place, std::string message,
                          std::string hint = {}) const {
    return diagnostics_.error(std::move(code), span(place), std::move(message), std::move(hint));
  }
  base::Diagnostic& error(std::string code, const Node& node, std::string message,
                          std::string hint = {}) const {
    return error(std::move(code), node.place, std::move(message), std::move(hint));
  }
  base::Diagnostic& warning(std::string code, const Node& node, std::string message,
                            std::string hint = {}) const {
    return diagnostics_.warning(std::move(code), span(node), std::move(message), std::move(hint));
  }

private:
  base::SourcePtr source_;
  base::Diagnostics& diagnostics_;
};

/// Bytes of a byte order mark at the start of the text: 3 or 0.
[[nodiscard]] size_t mark_size(std::string_view text);

/// Turns byte offsets into lines and columns; a byte order mark has no column. Offsets that rise within a
/// line cost only the way between them.
class LineCursor {
public:
  explicit LineCursor(std::string_view text) : LineCursor(text, mark_size(text), 1) {}
  /// Of what comes from `begin` on, which starts the line of this number.
  LineCursor(std::string_view text, size_t begin, uint32_t line);
  [[nodiscard]] Place at(size_t offset);

private:
  std::string_view text_;
  std::vector<uint32_t> starts_; ///< of each line
  uint32_t first_line_;
  size_t line_ = 0, offset_ = 0;
  uint32_t column_ = 1; ///< of offset_, in line_
};

/// True if the text is a JSON number as RFC 8259 spells it.
[[nodiscard]] bool is_json_number(std::string_view text);

} // namespace cerec::manifest
