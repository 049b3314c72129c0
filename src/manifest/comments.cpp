#include "manifest/comments.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>

namespace cerec::manifest {
namespace {

struct Range {
  size_t begin, end;
};

size_t line_begin(std::string_view text, size_t offset) {
  const size_t at = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  return at == std::string_view::npos ? 0 : at + 1;
}

size_t line_end(std::string_view text, size_t offset) {
  return std::min(text.find('\n', offset), text.size());
}

/// Lines below the header of a block scalar that are empty or further in than the line of its key.
Range block_range(std::string_view text, size_t header) {
  const size_t begin = line_begin(text, header);
  const size_t indent = text.find_first_not_of(' ', begin) - begin;
  Range range{header, header + 1};
  for (size_t at = line_end(text, header) + 1; at < text.size(); at = line_end(text, at) + 1) {
    const std::string_view line = text.substr(at, line_end(text, at) - at);
    const size_t depth = line.find_first_not_of(" \r");
    if (depth != std::string_view::npos && depth <= indent)
      break;
    if (range.end == header + 1)
      range.begin = at;
    range.end = at + line.size();
  }
  return range;
}

Range quoted_range(std::string_view text, size_t begin) {
  size_t at = begin + 1;
  while (at < text.size() && text[at] != text[begin])
    at += text[begin] == '"' && text[at] == '\\' ? 2 : 1;
  return {begin, std::min(at + 1, text.size())};
}

void collect_scalars(std::string_view text, const Node& node, std::vector<Range>& ranges) {
  const size_t begin = node.place.offset;
  if (node.is_scalar() && begin < text.size()) {
    if (node.one_line)
      ranges.push_back({begin, begin + node.place.bytes});
    else if (text[begin] == '|' || text[begin] == '>')
      ranges.push_back(block_range(text, begin));
    else if (text[begin] == '"' || text[begin] == '\'')
      ranges.push_back(quoted_range(text, begin));
  }
  for (const Node& item : node.items)
    collect_scalars(text, item, ranges);
  for (const Member& member : node.members) {
    collect_scalars(text, member.key, ranges);
    collect_scalars(text, member.value, ranges);
  }
}

struct Entry {
  uint32_t offset, line;
};

void collect_entries(const Node& node, std::vector<Entry>& entries) {
  for (const Node& item : node.items) {
    entries.push_back({item.place.offset, item.place.line});
    collect_entries(item, entries);
  }
  for (const Member& member : node.members) {
    entries.push_back({member.key.place.offset, member.key.place.line});
    collect_entries(member.value, entries);
  }
}

bool is_empty_line(std::string_view text, size_t begin) {
  return base::trim(text.substr(begin, line_end(text, begin) - begin)).empty();
}

/// The line above the one at `offset` is empty.
bool blank_above(std::string_view text, size_t offset) {
  const size_t begin = line_begin(text, offset);
  return begin > 0 && is_empty_line(text, line_begin(text, begin - 1));
}

} // namespace

std::vector<Comment> find_comments(std::string_view text, const std::vector<Node>& roots) {
  std::vector<Range> scalars;
  for (const Node& root : roots)
    collect_scalars(text, root, scalars);
  std::sort(scalars.begin(), scalars.end(), [](const Range& a, const Range& b) { return a.begin < b.begin; });
  std::vector<Comment> comments;
  LineCursor cursor(text);
  size_t scalar = 0;
  for (size_t at = mark_size(text); at < text.size(); ++at) {
    while (scalar < scalars.size() && scalars[scalar].end <= at)
      ++scalar;
    if (scalar < scalars.size() && scalars[scalar].begin <= at) {
      at = scalars[scalar].end - 1;
      continue;
    }
    const bool starts =
        at == mark_size(text) || std::string_view(" \t\n").find(text[at - 1]) != std::string_view::npos;
    if (text[at] != '#' || !starts)
      continue;
    const size_t end = line_end(text, at);
    const size_t begin = line_begin(text, at);
    const Place place = cursor.at(at);
    comments.push_back(
        {std::string(base::trim(text.substr(at, end - at))), place.line, place.offset,
         text.substr(begin, at - begin).find_first_not_of(" \t\xEF\xBB\xBF") == std::string_view::npos});
    at = end;
  }
  return comments;
}

Attached attach(std::string_view text, const std::vector<Node>& roots, const std::vector<Comment>& comments) {
  std::vector<Entry> entries;
  for (const Node& root : roots)
    collect_entries(root, entries);
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.offset < b.offset; });
  Attached result;
  auto& remarks = result.remarks.entries;
  for (size_t i = 0; i < entries.size(); ++i) {
    if ((i == 0 || entries[i - 1].line != entries[i].line) && blank_above(text, entries[i].offset))
      remarks[entries[i].offset].blank_before = true;
  }
  for (const Comment& comment : comments) {
    const auto next = std::find_if(entries.begin(), entries.end(),
                                   [&](const Entry& entry) { return entry.line > comment.line; });
    if (!comment.own_line) { // beside the first entry of its line, or of the last line that has one
      const auto before = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) {
        return next == entries.begin() || entry.line == std::prev(next)->line;
      });
      if (next != entries.begin() && before != entries.end()) {
        std::string& beside = remarks[before->offset].beside;
        beside += (beside.empty() ? "" : " ") + comment.text;
        continue;
      }
    }
    if (next == entries.end()) {
      result.ending.push_back(comment.text);
      continue;
    }
    Remarks::Entry& entry = remarks[next->offset];
    if (entry.above.empty())
      entry.blank_before = blank_above(text, comment.offset);
    entry.above.push_back(comment.text);
  }
  // A first block of comments that an empty line sets off belongs to the file.
  if (!entries.empty() && !comments.empty() && comments.front().own_line) {
    Remarks::Entry& first = remarks[entries.front().offset];
    size_t count = 0;
    while (count < first.above.size() && comments[count].line == comments[0].line + count)
      ++count;
    const size_t end = count == 0 ? 0 : line_end(text, comments[count - 1].offset) + 1;
    if (count > 0 && end < text.size() && is_empty_line(text, end)) {
      result.heading.assign(first.above.begin(), first.above.begin() + static_cast<std::ptrdiff_t>(count));
      first.above.erase(first.above.begin(), first.above.begin() + static_cast<std::ptrdiff_t>(count));
    }
  }
  return result;
}

} // namespace cerec::manifest
