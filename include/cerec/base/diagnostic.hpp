#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cerec::base {

/// A text that spans point into: its name as the user gave it ("a/b.yaml", "<stdin>") and its bytes.
struct SourceFile {
  std::string name;
  std::string text;
};
using SourcePtr = std::shared_ptr<const SourceFile>;

/// A place in a source: 1-based line and column in characters (a tab counts as one), length in characters.
/// `file == nullptr` means that there is no place (a flag, an environment variable).
struct Span {
  SourcePtr file;
  uint32_t line = 0;
  uint32_t column = 0;
  uint32_t length = 1;
  [[nodiscard]] explicit operator bool() const { return file != nullptr; }
  /// "file:line:column", or empty without a place.
  [[nodiscard]] std::string text() const;
};

enum class Severity { error, warning };

/// A second place that belongs to a diagnostic ("first defined here").
struct Note {
  Span span;
  std::string message;
};

/// One fault of the input. Messages hold no secret: a value that may be one is named by its key, never
/// quoted.
struct Diagnostic {
  Severity severity = Severity::error;
  std::string code; ///< stable short name such as "duplicate-key", for machines
  std::string message;
  Span span;
  std::string hint; ///< what to do, may be empty
  std::vector<Note> notes;
  bool hide_value = false; ///< a secret may stand at `span`: the excerpt ends in *** there
};

/// All faults of an input, in the order found. Parsers return a best-effort value and all diagnostics.
class Diagnostics {
public:
  Diagnostic& error(std::string code, Span span, std::string message, std::string hint = {});
  Diagnostic& warning(std::string code, Span span, std::string message, std::string hint = {});
  void add(Diagnostic diagnostic) { items_.push_back(std::move(diagnostic)); }
  void append(Diagnostics other);
  /// Orders by file name, line, column; the order of equal places is kept.
  void sort();
  [[nodiscard]] const std::vector<Diagnostic>& items() const { return items_; }
  [[nodiscard]] size_t errors() const;
  [[nodiscard]] size_t warnings() const { return items_.size() - errors(); }
  [[nodiscard]] bool has_errors() const { return errors() > 0; }
  [[nodiscard]] bool empty() const { return items_.empty(); }

private:
  std::vector<Diagnostic> items_;
};

/// `file:line:column: error: message`, source line, caret, hint, notes. Control characters are neutralised.
/// With colour, ANSI sequences are added; the text is the same without them.
[[nodiscard]] std::string render(const Diagnostic& diagnostic, bool colour);
[[nodiscard]] std::string render(const Diagnostics& diagnostics, bool colour);

} // namespace cerec::base
