#pragma once
#include "cerec/report/report.hpp"

/// The functions behind the rows of the format table, one file each.
namespace cerec::report {

[[nodiscard]] std::string text_opening(const Document& document, const Style& style);
[[nodiscard]] std::string render_text(const Document& document, const Style& style);
[[nodiscard]] std::string render_json(const Document& document, const Style& style);
[[nodiscard]] std::string jsonl_opening(const Document& document, const Style& style);
[[nodiscard]] std::string render_jsonl(const Document& document, const Style& style);
[[nodiscard]] std::string render_markdown(const Document& document, const Style& style);

} // namespace cerec::report
