#pragma once
#include "report/markdown_parts.hpp"

#include <functional>
#include <string>

/// How a list is fitted into the characters that are left.
namespace cerec::report {

/// A section: its title and its items, each of which can be made shorter.
struct Section {
  std::string title;
  bool folded = true;
  bool must_show = false; ///< shortened before an item is left out
  size_t count = 0;
  std::function<std::string(size_t index, Detail detail)> item;
};

/// The section in at most `room` characters, with the number of items that were left out. What must show is
/// tried in full, then one line an item, then ids alone, before an item is left out. Empty if not even the
/// frame fits.
[[nodiscard]] std::string section_text(const Section& section, size_t room);

} // namespace cerec::report
