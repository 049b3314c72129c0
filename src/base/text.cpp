#include "cerec/base/text.hpp"

#include "cerec/base/number.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <numeric>
#include <utility>

namespace cerec::base {
namespace {

struct CodePoint {
  uint32_t value = 0;
  size_t bytes = 1;
  bool valid = false;
};

/// The code point at the start of `text` (not empty). Overlong forms, surrogates and stray bytes are not
/// valid.
CodePoint decode(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80)
    return {lead, 1, true};
  const size_t length = lead >= 0xF0 && lead < 0xF5 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
  if (lead >= 0xF5 || length == 0 || text.size() < length)
    return {lead, 1, false};
  uint32_t value = lead & (0x7Fu >> length);
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80)
      return {lead, 1, false};
    value = value << 6 | (byte(i) & 0x3Fu);
  }
  constexpr std::array<uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  if (value < least[length] || (value >= 0xD800 && value <= 0xDFFF) || value > 0x10FFFF)
    return {lead, 1, false};
  return {value, length, true};
}

struct Range {
  uint32_t first, last;
};

/// Controls, bidi controls, and all that Unicode calls default ignorable: it takes no room on a screen, and
/// the tag characters among it spell whole texts that nobody sees.
constexpr Range k_dangerous[] = {
    {0x0000, 0x001F}, {0x007F, 0x009F},   {0x00AD, 0x00AD},   {0x034F, 0x034F},   {0x061C, 0x061C},
    {0x115F, 0x1160}, {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x200B, 0x200F},   {0x2028, 0x202E},
    {0x2060, 0x206F}, {0x3164, 0x3164},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},
    {0xFFF0, 0xFFFB}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};

/// Characters that move the cursor, hide text or reorder it.
bool is_dangerous(uint32_t c) {
  return std::any_of(std::begin(k_dangerous), std::end(k_dangerous),
                     [c](const Range& range) { return c >= range.first && c <= range.last; });
}

} // namespace

std::string visible(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const CodePoint point = decode(text);
    if (!point.valid)
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[0]));
    else if (point.value == '\t')
      out += ' ';
    else if (is_dangerous(point.value))
      out += point.value < 0x100 ? fmt::format("\\x{:02x}", point.value)
                                 : fmt::format("\\u{{{:x}}}", point.value);
    else
      out += text.substr(0, point.bytes);
    text.remove_prefix(point.bytes);
  }
  return out;
}

std::string defuse_commands(std::string_view text, std::string_view hash, std::string_view colon) {
  const auto opens_command = [&](size_t at) { // ##vso[ ##[ ##teamcity[
    const size_t word = at + 2;
    size_t end = word;
    while (end < text.size() &&
           ((text[end] >= 'a' && text[end] <= 'z') || (text[end] >= 'A' && text[end] <= 'Z')))
      ++end;
    return text.substr(at, 2) == "##" && end < text.size() && text[end] == '[';
  };
  std::string out;
  out.reserve(text.size());
  bool line_start = true;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '#' && opens_command(at))
      out += hash;
    else if (line_start && text.substr(at, 2) == "::")
      out += colon;
    else
      out += c;
    line_start = c == '\n' || c == '\r' || (line_start && (c == ' ' || c == '\t'));
  }
  return out;
}

size_t count_characters(std::string_view text) {
  size_t count = 0;
  for (; !text.empty(); ++count)
    text.remove_prefix(decode(text).bytes);
  return count;
}

std::string drop_characters(std::string_view text, size_t count) {
  for (; count > 0 && !text.empty(); --count)
    text.remove_prefix(decode(text).bytes);
  return std::string(text);
}

std::string take_characters(std::string_view text, size_t count) {
  std::string_view rest = text;
  for (; count > 0 && !rest.empty(); --count)
    rest.remove_prefix(decode(rest).bytes);
  return std::string(text.substr(0, text.size() - rest.size()));
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const CodePoint point = decode(text);
    if (!point.valid)
      return false;
    text.remove_prefix(point.bytes);
  }
  return true;
}

std::string counted(size_t count, std::string_view noun) {
  return std::to_string(count) + " " + std::string(noun) + (count == 1 ? "" : "s");
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n\f\v";
  const size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos)
    return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z')
      c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos)
      return parts;
    text.remove_prefix(end + 1);
  }
}

namespace {

/// Edits between two words; a swap of neighbours ("nmae") counts as one.
size_t edit_distance(std::string_view from, std::string_view to) {
  std::vector<size_t> before(to.size() + 1), previous(to.size() + 1), row(to.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= from.size(); ++i) {
    std::swap(before, previous);
    std::swap(previous, row);
    row[0] = i;
    for (size_t j = 1; j <= to.size(); ++j) {
      const size_t replace = previous[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
      row[j] = std::min({previous[j] + 1, row[j - 1] + 1, replace});
      if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row.back();
}

} // namespace

std::optional<std::string> did_you_mean(std::string_view word,
                                        const std::vector<std::string_view>& candidates) {
  const std::string typed = lower(word);
  std::optional<std::string> best;
  size_t best_distance = std::max<size_t>(1, typed.size() / 3) + 1;
  for (const std::string_view candidate : candidates) {
    const size_t distance = edit_distance(typed, lower(candidate));
    if (distance < best_distance) {
      best_distance = distance;
      best = std::string(candidate);
    }
  }
  return best;
}

std::string strip_html(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const bool opens = text[0] == '<' && text.size() > 1 &&
                       (text[1] == '/' || text[1] == '!' ||
                        (lower(text.substr(1, 1))[0] >= 'a' && lower(text.substr(1, 1))[0] <= 'z'));
    const size_t close = opens ? text.find('>') : std::string_view::npos;
    if (close != std::string_view::npos) {
      text.remove_prefix(close + 1);
    } else {
      out += text[0];
      text.remove_prefix(1);
    }
  }
  return out;
}

namespace {

/// The code point of `#38` or `#x26`.
std::optional<uint32_t> numeric_entity(std::string_view name) {
  const bool hex = name.size() > 2 && (name[1] == 'x' || name[1] == 'X');
  const std::string_view digits = name.substr(hex ? 2 : 1);
  const auto point = hex ? parse_hex<uint32_t>(digits) : parse_number<uint32_t>(digits);
  const bool character = point && *point != 0 && *point <= 0x10FFFF && !(*point >= 0xD800 && *point < 0xE000);
  return character ? point : std::nullopt;
}

std::optional<uint32_t> entity(std::string_view name) {
  constexpr std::pair<std::string_view, char> named[] = {{"amp", '&'},  {"lt", '<'},    {"gt", '>'},
                                                         {"quot", '"'}, {"apos", '\''}, {"colon", ':'}};
  if (name.size() > 1 && name[0] == '#')
    return numeric_entity(name);
  for (const auto& [word, character] : named)
    if (word == name)
      return static_cast<uint32_t>(character);
  return std::nullopt;
}

} // namespace

std::string utf8(uint32_t point) {
  std::string out;
  const auto put = [&](uint32_t byte) { out += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | point >> 6);
    put(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    put(0xE0 | point >> 12);
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  } else {
    put(0xF0 | point >> 18);
    put(0x80 | (point >> 12 & 0x3F));
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  }
  return out;
}

std::string undo_entities(std::string_view text) {
  constexpr size_t longest = 9; // &#1114111;
  std::string out;
  while (!text.empty()) {
    const size_t end = text[0] == '&' ? text.substr(0, longest + 1).find(';') : std::string_view::npos;
    const auto point = end == std::string_view::npos ? std::nullopt : entity(text.substr(1, end - 1));
    if (point)
      out += utf8(*point);
    else
      out += text[0];
    text.remove_prefix(point ? end + 1 : 1);
  }
  return out;
}

bool glob_match(std::string_view pattern, std::string_view text) {
  size_t p = 0, t = 0, star = std::string_view::npos, mark = 0;
  while (t < text.size()) {
    if (p < pattern.size() && (pattern[p] == '?' || (pattern[p] == text[t] && pattern[p] != '*'))) {
      ++p, ++t;
    } else if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      mark = t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*')
    ++p;
  return p == pattern.size();
}

Result<bool> parse_bool(std::string_view text) {
  const std::string word = lower(text);
  if (word == "true" || word == "yes" || word == "on" || word == "1")
    return true;
  if (word == "false" || word == "no" || word == "off" || word == "0")
    return false;
  return fail(fmt::format("expected true or false, not `{}`", visible(text)), FailureKind::usage);
}

} // namespace cerec::base
