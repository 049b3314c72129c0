#pragma once
#include "manifest/yaml_writer.hpp"

namespace cerec::manifest {

/// A comment of a YAML source, with its '#'.
struct Comment {
  std::string text;
  uint32_t line = 0, offset = 0;
  bool own_line = false;
};

/// All comments, in order. Exact for a source that the tree was read from: a '#' outside of every scalar.
[[nodiscard]] std::vector<Comment> find_comments(std::string_view text, const std::vector<Node>& roots);

/// Comments as attached to entries; those behind the last entry, and a heading before the first one.
struct Attached {
  Remarks remarks;
  std::vector<std::string> heading; ///< top of the file, set off by an empty line
  std::vector<std::string> ending;
};
[[nodiscard]] Attached attach(std::string_view text, const std::vector<Node>& roots,
                              const std::vector<Comment>& comments);

} // namespace cerec::manifest
