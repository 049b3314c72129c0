#include "report/renderers.hpp"

namespace cerec::report {

const std::vector<FormatRow>& formats() {
  static const std::vector<FormatRow> table{
      {"text", "for people; colour on a terminal", false, false, "\\x23", "\\x3a", text_opening, render_text},
      {"json", "one document, valid on every exit", false, true, "\\u0023", "\\u003a", nullptr, render_json},
      {"jsonl", "one event a line, as it happens", true, true, "\\u0023", "\\u003a", jsonl_opening,
       render_jsonl},
      {"markdown", "for pull-request comments", false, false, "&#35;", "&#58;", nullptr, render_markdown},
  };
  return table;
}

const FormatRow* find_format(std::string_view name) {
  for (const FormatRow& row : formats()) {
    if (row.name == name)
      return &row;
  }
  return nullptr;
}

} // namespace cerec::report
