#include "report/markdown_section.hpp"

#include "cerec/base/text.hpp"

#include <fmt/format.h>
#include <initializer_list>
#include <optional>

namespace cerec::report {
namespace {

std::string frame_begin(const Section& section) {
  const std::string title = fmt::format("{} ({})", section.title, section.count);
  return section.folded ? fmt::format("<details><summary>{}</summary>\n\n", title)
                        : fmt::format("**{}**\n\n", title);
}
std::string frame_end(const Section& section) {
  return section.folded ? "\n</details>\n\n" : "\n";
}
std::string left_out(const Section& section, size_t count) {
  if (section.must_show)
    return fmt::format(
        "\n**{} more are not listed: this comment is full. Do not approve from here, read the plan.**\n",
        count);
  return fmt::format("\n{} more not shown.\n", count);
}

/// All items at one level of detail, or nothing if they need more than `room` characters.
std::optional<std::string> all_items(const Section& section, Detail detail, size_t room) {
  std::string out;
  size_t used = 0;
  for (size_t i = 0; i < section.count; ++i) {
    const std::string block = section.item(i, detail);
    used += base::count_characters(block);
    if (used > room)
      return std::nullopt;
    out += block;
  }
  return out;
}

/// As many items as fit, in order, and how many are left out. An item that is too long is tried shorter.
std::string some_items(const Section& section, std::initializer_list<Detail> levels, size_t room) {
  const size_t reserve = base::count_characters(left_out(section, section.count));
  std::string out;
  size_t used = 0, shown = 0;
  for (; shown < section.count; ++shown) {
    std::string block;
    for (const Detail detail : levels) {
      block = section.item(shown, detail);
      if (used + base::count_characters(block) + reserve <= room)
        break;
      block.clear();
    }
    if (block.empty())
      break;
    used += base::count_characters(block);
    out += block;
  }
  return shown == section.count || reserve > room ? out : out + left_out(section, section.count - shown);
}

} // namespace

std::string section_text(const Section& section, size_t room) {
  if (section.count == 0)
    return {};
  const std::string begin = frame_begin(section), end = frame_end(section);
  const size_t frame = base::count_characters(begin) + base::count_characters(end);
  if (room < frame + base::count_characters(left_out(section, section.count)))
    return {};
  room -= frame;
  for (const Detail detail : {Detail::full, Detail::brief, Detail::id}) {
    if (!section.must_show && detail != Detail::full)
      break;
    if (const auto items = all_items(section, detail, room))
      return fmt::format("{}{}{}", begin, *items, end);
  }
  return begin +
         (section.must_show ? some_items(section, {Detail::id}, room)
                            : some_items(section, {Detail::full, Detail::brief}, room)) +
         end;
}

} // namespace cerec::report
