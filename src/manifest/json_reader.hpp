#pragma once
#include "manifest/readers.hpp"

/// The two halves of the JSON reader: characters and strings below, structure above.
namespace cerec::manifest {

/// Walks over the characters of a JSON text and reports what is no JSON in them.
class JsonScanner {
public:
  JsonScanner(const Scope& scope, size_t begin);

  [[nodiscard]] size_t offset() const { return at_; }
  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }
  [[nodiscard]] char peek() const { return at_end() ? '\0' : text_[at_]; }
  [[nodiscard]] std::string_view rest() const { return text_.substr(std::min(at_, text_.size())); }
  /// Takes a punctuation character.
  void take();
  /// Skips blanks; comments and shell line continuations are reported and skipped too.
  void skip_blanks();
  /// End of the last token: where a missing comma belongs.
  [[nodiscard]] size_t last_end() const { return last_end_; }

  /// True if a quoted text starts here, with any kind of quote.
  [[nodiscard]] bool at_quote() const;
  /// Reads a quoted text; wrong quotes, escapes and ends are reported.
  [[nodiscard]] Node read_string();
  /// Reads an unquoted word: a number, a literal, or something that lacks its quotes.
  [[nodiscard]] Node read_word();

  [[nodiscard]] Place place(size_t offset, size_t bytes = 1);
  base::Diagnostic& fault(size_t offset, size_t bytes, std::string message, std::string hint = {});
  /// After a fault that leaves nothing to hold on to.
  void stop() { stopped_ = true; }
  /// True after stop(), and after more faults than anybody wants to read.
  [[nodiscard]] bool stopped() const { return stopped_; }
  /// Reports the faults that come in crowds, each sort once with all its places.
  void report_crowds();

private:
  size_t skip_comment();
  void read_escape(Node& node);
  void read_unicode_escape(Node& node);
  void end_unclosed(Node& node, size_t begin);
  void finish(Node& node, size_t begin);
  void report_crowd(const std::vector<size_t>& offsets, const std::string& message, const std::string& hint);

  const Scope& scope_;
  std::string_view text_;
  size_t at_, last_end_;
  LineCursor cursor_;
  std::vector<size_t> continuations_, shell_quotes_;
  size_t faults_ = 0;
  bool stopped_ = false;
};

} // namespace cerec::manifest
