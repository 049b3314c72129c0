#include "cerec/base/diagnostic.hpp"

#include "cerec/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>

namespace cerec::base {
namespace {

std::string_view source_line(const SourceFile& file, uint32_t line) {
  size_t begin = 0;
  for (uint32_t i = 1; i < line; ++i) {
    const size_t end = file.text.find('\n', begin);
    if (end == std::string::npos)
      return {};
    begin = end + 1;
  }
  std::string_view rest = std::string_view(file.text).substr(begin);
  rest = rest.substr(0, rest.find('\n'));
  if (!rest.empty() && rest.back() == '\r')
    rest.remove_suffix(1);
  return rest;
}

/// The source line cut to a window around the caret, and the caret under it. Tabs become one blank each, so
/// that columns (a tab is one character) and the caret agree.
std::string excerpt(const Span& span) {
  constexpr uint32_t window = 160, before = 60;
  std::string line = visible(source_line(*span.file, span.line));
  if (line.empty())
    return {};
  uint32_t column = span.column;
  std::string lead;
  if (const size_t total = count_characters(line); total > window && column > before) {
    const uint32_t cut = column - before;
    line = drop_characters(line, cut);
    column -= cut;
    lead = "...";
  }
  line = take_characters(line, window);
  const std::string caret(lead.size() + (column > 0 ? column - 1 : 0), ' ');
  const size_t room = count_characters(line) + 1 > column ? count_characters(line) + 1 - column : 1;
  const size_t length = std::clamp<size_t>(span.length, 1, std::max<size_t>(room, 1));
  return fmt::format("  {}{}\n  {}^{}\n", lead, line, caret, std::string(length - 1, '~'));
}

struct Paint {
  bool on;
  [[nodiscard]] std::string operator()(const char* code, std::string_view text) const {
    return on ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
  }
};

} // namespace

std::string Span::text() const {
  return file ? fmt::format("{}:{}:{}", file->name, line, column) : std::string();
}

Diagnostic& Diagnostics::error(std::string code, Span span, std::string message, std::string hint) {
  items_.push_back(
      {Severity::error, std::move(code), std::move(message), std::move(span), std::move(hint), {}});
  return items_.back();
}

Diagnostic& Diagnostics::warning(std::string code, Span span, std::string message, std::string hint) {
  items_.push_back(
      {Severity::warning, std::move(code), std::move(message), std::move(span), std::move(hint), {}});
  return items_.back();
}

void Diagnostics::append(Diagnostics other) {
  std::move(other.items_.begin(), other.items_.end(), std::back_inserter(items_));
}

void Diagnostics::sort() {
  std::stable_sort(items_.begin(), items_.end(), [](const Diagnostic& a, const Diagnostic& b) {
    const auto key = [](const Diagnostic& d) {
      return std::make_tuple(d.span.file ? std::string_view(d.span.file->name) : std::string_view(),
                             d.span.line, d.span.column);
    };
    return key(a) < key(b);
  });
}

size_t Diagnostics::errors() const {
  return static_cast<size_t>(std::count_if(
      items_.begin(), items_.end(), [](const Diagnostic& d) { return d.severity == Severity::error; }));
}

std::string render(const Diagnostic& diagnostic, bool colour) {
  const Paint paint{colour};
  const bool is_error = diagnostic.severity == Severity::error;
  const std::string place = diagnostic.span ? visible(diagnostic.span.text()) + ": " : "cerec: ";
  std::string out =
      fmt::format("{}{} {}\n", place, paint(is_error ? "1;31" : "1;33", is_error ? "error:" : "warning:"),
                  visible(diagnostic.message));
  if (diagnostic.span)
    out += excerpt(diagnostic.span);
  if (!diagnostic.hint.empty())
    out += fmt::format("  {} {}\n", paint("36", "hint:"), visible(diagnostic.hint));
  for (const Note& note : diagnostic.notes) {
    const std::string where = note.span ? visible(note.span.text()) + ": " : std::string();
    out += fmt::format("{}note: {}\n", where, visible(note.message));
    if (note.span)
      out += excerpt(note.span);
  }
  return out;
}

std::string render(const Diagnostics& diagnostics, bool colour) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics.items())
    out += render(diagnostic, colour);
  return out;
}

} // namespace cerec::base
