#include "cerec/base/diagnostic.hpp"

#include "cerec/base/redact.hpp"
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
  if (begin == 0 && rest.substr(0, 3) == "\xEF\xBB\xBF") // a byte order mark has no column
    rest.remove_prefix(3);
  if (!rest.empty() && rest.back() == '\r')
    rest.remove_suffix(1);
  return rest;
}

/// The line of a place, safe to print: literal secrets are hidden.
ExcerptLine excerpt_line(const Span& span) {
  ExcerptLine line{visible(source_line(*span.file, span.line)), span.column, span.length};
  if (continues_secret(span.file->text, span.line))
    return {"***", 1, 3};
  hide_secrets(line);
  return line;
}

/// The line up to the caret and *** for the rest, without earlier members of a one-line mapping: they may be
/// secrets too.
std::string hidden_excerpt(const Span& span) {
  const ExcerptLine line = excerpt_line(span);
  std::string before = take_characters(line.text, line.column - 1);
  if (const size_t cut = before.find_last_of(",{"); cut != std::string::npos)
    before = "..." + before.substr(cut + 1);
  return fmt::format("  {}***\n  {}^~~\n", before, std::string(count_characters(before), ' '));
}

/// The source line cut to a window around the caret, and the caret under it. Tabs become one blank each, so
/// that columns (a tab is one character) and the caret agree.
std::string excerpt(const Span& span) {
  constexpr uint32_t window = 160, before = 60;
  ExcerptLine shown = excerpt_line(span);
  if (shown.text.empty())
    return {};
  std::string lead;
  if (const size_t total = count_characters(shown.text); total > window && shown.column > before) {
    const uint32_t cut = shown.column - before;
    shown.text = drop_characters(shown.text, cut);
    shown.column -= cut;
    lead = "...";
  }
  const std::string line = take_characters(shown.text, window);
  const uint32_t column = shown.column;
  const std::string caret(lead.size() + (column > 0 ? column - 1 : 0), ' ');
  const size_t room = count_characters(line) + 1 > column ? count_characters(line) + 1 - column : 1;
  const size_t length = std::clamp<size_t>(shown.length, 1, std::max<size_t>(room, 1));
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
      {Severity::error, std::move(code), std::move(message), std::move(span), std::move(hint), {}, false});
  return items_.back();
}

Diagnostic& Diagnostics::warning(std::string code, Span span, std::string message, std::string hint) {
  items_.push_back(
      {Severity::warning, std::move(code), std::move(message), std::move(span), std::move(hint), {}, false});
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
    out += diagnostic.hide_value ? hidden_excerpt(diagnostic.span) : excerpt(diagnostic.span);
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
