#include "manifest/json_reader.hpp"

#include "cerec/base/number.hpp"
#include "cerec/base/text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace cerec::manifest {
namespace {

constexpr size_t k_most_faults = 40; ///< of one file; more would bury the first
constexpr std::array<std::string_view, 4> k_curly = {"\u201C", "\u201D", "\u2018", "\u2019"};

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

/// Bytes of the quote at the start of the text: 0 if there is none.
size_t quote_size(std::string_view text) {
  if (!text.empty() && (text[0] == '"' || text[0] == '\''))
    return 1;
  const bool curly =
      std::any_of(k_curly.begin(), k_curly.end(), [&](auto quote) { return starts_with(text, quote); });
  return curly ? 3 : 0;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool ends_word(char c) {
  return is_blank(c) || std::string_view("\",:{}[]").find(c) != std::string_view::npos;
}

/// The backslash at the start of the text is the last character of its line but blanks.
bool is_continuation(std::string_view text) {
  const size_t next = text.find_first_not_of(" \t\r", 1);
  return next == std::string_view::npos || text[next] == '\n';
}

/// Four hex digits after `\u`.
std::optional<uint32_t> hex4(std::string_view text) {
  return text.size() < 4 ? std::nullopt : base::parse_hex<uint32_t>(text.substr(0, 4));
}

bool is_high(uint32_t c) {
  return c >= 0xD800 && c < 0xDC00;
}
bool is_low(uint32_t c) {
  return c >= 0xDC00 && c < 0xE000;
}

} // namespace

JsonScanner::JsonScanner(const Scope& scope, size_t begin)
    : scope_(scope), text_(scope.text()), at_(begin), last_end_(begin), cursor_(scope.text()) {}

void JsonScanner::take() {
  last_end_ = ++at_;
}

void JsonScanner::skip_blanks() {
  while (!at_end() && !stopped_) {
    const char c = text_[at_];
    if (is_blank(c)) {
      ++at_;
    } else if (c == '\\' && is_continuation(rest())) {
      continuations_.push_back(at_++);
    } else if (c == '#' || starts_with(rest(), "//") || starts_with(rest(), "/*")) {
      const size_t begin = at_;
      at_ = skip_comment();
      fault(begin, at_ - begin, "JSON has no comments",
            "remove it, or keep this manifest as YAML, where '#' starts a comment");
    } else {
      return;
    }
  }
}

size_t JsonScanner::skip_comment() {
  if (starts_with(rest(), "/*")) {
    const size_t end = text_.find("*/", at_ + 2);
    return end == std::string_view::npos ? text_.size() : end + 2;
  }
  size_t end = std::min(text_.find('\n', at_), text_.size());
  while (end > at_ && is_blank(text_[end - 1]))
    --end;
  return end;
}

bool JsonScanner::at_quote() const {
  return quote_size(rest()) > 0;
}

Node JsonScanner::read_string() {
  const size_t begin = at_;
  const size_t opening = quote_size(rest());
  const bool straight = peek() == '"';
  if (!straight)
    fault(begin, opening,
          opening == 1 ? "JSON texts stand in double quotes" : "a curly quote instead of a straight one",
          "use \" on both sides; plain-text editors keep quotes straight");
  Node node;
  node.kind = Node::Kind::string;
  at_ += opening;
  while (!at_end() && text_[at_] != '\n') {
    const char c = text_[at_];
    const bool closes = c == '"' || (!straight && (opening == 1 ? c == '\'' : quote_size(rest()) == 3));
    if (closes) {
      at_ += quote_size(rest());
      finish(node, begin);
      return node;
    }
    if (c == '\\') {
      read_escape(node);
      continue;
    }
    if (static_cast<unsigned char>(c) < 0x20 && c != '\r')
      fault(at_, 1, "a raw control character inside a JSON text", c == '\t' ? "write \\t for a tab" : "");
    node.text += c;
    ++at_;
  }
  end_unclosed(node, begin);
  return node;
}

void JsonScanner::finish(Node& node, size_t begin) {
  node.place = place(begin, at_ - begin);
  node.one_line = true;
  last_end_ = at_;
}

/// The line ends inside a text. Where the next line looks like the next member, the text is taken to end
/// here.
void JsonScanner::end_unclosed(Node& node, size_t begin) {
  fault(begin, 1, "this text is not closed on its line",
        "add the closing quote; a line break inside a text is written \\n");
  size_t end = at_;
  while (end > begin + 1 && (is_blank(text_[end - 1]) || text_[end - 1] == ','))
    --end;
  const size_t next = text_.find_first_not_of(" \t\r\n", at_);
  if (next == std::string_view::npos || std::string_view("\"}]").find(text_[next]) == std::string_view::npos)
    stop();
  node.text.resize(std::min(node.text.size(), end - begin - 1));
  at_ = end;
  finish(node, begin);
}

void JsonScanner::read_escape(Node& node) {
  static constexpr std::string_view k_letters = "\"\\/bfnrt", k_meant = "\"\\/\b\f\n\r\t";
  const char next = at_ + 1 < text_.size() ? text_[at_ + 1] : '\n';
  if (const size_t found = k_letters.find(next); found != std::string_view::npos) {
    node.text += k_meant[found];
    at_ += 2;
  } else if (next == 'u') {
    read_unicode_escape(node);
  } else if (next == '\'') {
    shell_quotes_.push_back(at_);
    node.text += '\'';
    at_ += 2;
  } else {
    if (next == '\n' || next == '\r')
      continuations_.push_back(at_);
    else
      fault(at_, 2, "an unknown escape in a JSON text", "a backslash itself is written \\\\");
    node.text += '\\';
    ++at_;
  }
}

void JsonScanner::read_unicode_escape(Node& node) {
  const auto first = hex4(rest().substr(2));
  if (!first) {
    fault(at_, 2, "\\u needs four hexadecimal digits");
    node.text += "\\u";
    at_ += 2;
    return;
  }
  const auto second = starts_with(rest().substr(6), "\\u") ? hex4(rest().substr(8)) : std::nullopt;
  if (is_high(*first) && second && is_low(*second)) {
    node.text += base::utf8(0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00));
    at_ += 12;
    return;
  }
  if (is_high(*first) || is_low(*first))
    fault(at_, 6, "half of a surrogate pair: no character", "write both halves, or the character itself");
  else
    node.text += base::utf8(*first);
  at_ += 6;
}

Node JsonScanner::read_word() {
  const size_t begin = at_;
  if (peek() == '<' || starts_with(rest(), "${")) { // blanks may stand in these
    const size_t line = std::min(text_.find('\n', at_), text_.size());
    const size_t close = text_.find(peek() == '<' ? '>' : '}', at_);
    at_ = close < line ? close + 1 : at_;
  }
  while (!at_end() && !ends_word(text_[at_]))
    ++at_;
  Node node;
  node.text = std::string(text_.substr(begin, at_ - begin));
  finish(node, begin);
  if (node.text == "null") {
    node.text.clear();
  } else if (node.text == "true" || node.text == "false") {
    node.kind = Node::Kind::boolean;
  } else if (is_json_number(node.text)) {
    node.kind = Node::Kind::number;
  } else {
    node.kind = Node::Kind::string;
    const std::string small = base::lower(node.text);
    const bool slip = small == "true" || small == "false" || small == "none" || small == "null";
    const bool digit =
        node.text[0] == '-' || node.text[0] == '+' || (node.text[0] >= '0' && node.text[0] <= '9');
    fault(begin, at_ - begin, digit ? "this is no JSON number" : "a text without quotes",
          slip ? "JSON writes true, false and null" : "put it in double quotes");
  }
  return node;
}

Place JsonScanner::place(size_t offset, size_t bytes) {
  Place result = cursor_.at(offset);
  result.bytes = static_cast<uint32_t>(bytes);
  const size_t characters = base::count_characters(text_.substr(std::min(offset, text_.size()), bytes));
  result.length = static_cast<uint32_t>(std::max<size_t>(1, characters));
  return result;
}

base::Diagnostic& JsonScanner::fault(size_t offset, size_t bytes, std::string message, std::string hint) {
  if (++faults_ >= k_most_faults)
    stop();
  return scope_.error("json-syntax", place(offset, bytes), std::move(message), std::move(hint));
}

void JsonScanner::report_crowds() {
  report_crowd(continuations_, "a backslash at the end of a line is shell syntax, not JSON",
               "remove these backslashes; they belong to a shell command around the JSON");
  report_crowd(shell_quotes_, "\\' is no JSON escape: shell quoting was left in this text",
               "write ' where the shell needed '\\''");
}

void JsonScanner::report_crowd(const std::vector<size_t>& offsets, const std::string& message,
                               const std::string& hint) {
  if (offsets.empty())
    return;
  constexpr size_t most = 12;
  std::string others;
  for (size_t i = 1; i < std::min(offsets.size(), most); ++i) {
    const Place where = cursor_.at(offsets[i]);
    others += fmt::format("{}{}:{}", i == 1 ? "; also at " : ", ", where.line, where.column);
  }
  if (offsets.size() > most)
    others += fmt::format(" and {} more", offsets.size() - most);
  scope_.error("json-syntax", place(offsets[0], 1), message + others, hint);
}

} // namespace cerec::manifest
