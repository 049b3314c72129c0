#include "manifest/node.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>

namespace cerec::manifest {
namespace {

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

size_t skip_digits(std::string_view text, size_t at) {
  while (at < text.size() && is_digit(text[at]))
    ++at;
  return at;
}

} // namespace

std::string_view kind_name(const Node& node) {
  switch (node.kind) {
  case Node::Kind::null:
    return "null";
  case Node::Kind::string:
    return "a string";
  case Node::Kind::boolean:
    return "a boolean";
  case Node::Kind::number:
    return "a number";
  case Node::Kind::sequence:
    return "a list";
  case Node::Kind::mapping:
    return "a mapping";
  }
  return "nothing";
}

base::Span Scope::inside(const Node& scalar, std::string_view part, size_t skip) const {
  base::Span result = span(scalar);
  if (!scalar.one_line || part.empty())
    return result;
  const std::string_view raw = text().substr(scalar.place.offset, scalar.place.bytes);
  size_t at = raw.find(part);
  for (; skip > 0 && at != std::string_view::npos; --skip)
    at = raw.find(part, at + part.size());
  if (at == std::string_view::npos)
    return result;
  result.column += static_cast<uint32_t>(base::count_characters(raw.substr(0, at)));
  result.length = static_cast<uint32_t>(base::count_characters(part));
  return result;
}

size_t mark_size(std::string_view text) {
  return text.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0;
}

LineCursor::LineCursor(std::string_view text, size_t begin, uint32_t line)
    : text_(text), first_line_(line), offset_(begin) {
  starts_.push_back(static_cast<uint32_t>(offset_));
  for (size_t at = text.find('\n', begin); at != std::string_view::npos; at = text.find('\n', at + 1))
    starts_.push_back(static_cast<uint32_t>(at + 1));
}

Place LineCursor::at(size_t offset) {
  offset = std::min(offset, text_.size());
  const auto next = std::upper_bound(starts_.begin(), starts_.end(), offset);
  const size_t line = next == starts_.begin() ? 0 : static_cast<size_t>(next - starts_.begin()) - 1;
  if (line != line_ || offset < offset_) {
    line_ = line;
    offset_ = starts_[line];
    column_ = 1;
  }
  for (; offset_ < offset; ++offset_)
    column_ += is_continuation(text_[offset_]) ? 0 : 1;
  Place place;
  place.line = static_cast<uint32_t>(line_) + first_line_;
  place.column = column_;
  place.offset = static_cast<uint32_t>(offset);
  return place;
}

bool is_json_number(std::string_view text) {
  size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
  if (at >= text.size() || !is_digit(text[at]))
    return false;
  at = text[at] == '0' ? at + 1 : skip_digits(text, at);
  if (at < text.size() && text[at] == '.') {
    const size_t end = skip_digits(text, at + 1);
    if (end == at + 1)
      return false;
    at = end;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-'))
      ++at;
    const size_t end = skip_digits(text, at);
    if (end == at)
      return false;
    at = end;
  }
  return at == text.size();
}

} // namespace cerec::manifest
