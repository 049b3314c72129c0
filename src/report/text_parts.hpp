#pragma once
#include "cerec/report/report.hpp"

/// The sections of the text format, and how lines are painted and fitted to the width.
namespace cerec::report {

/// Adds ANSI sequences if colour is on; without them the text is the same.
[[nodiscard]] std::string paint(const Style& style, std::string_view sgr, std::string_view text);
/// SGR parameters for what a change of this kind does.
[[nodiscard]] std::string_view colour_of(const model::KindRow& row);
/// `text` in at most `room` characters. What is left out becomes "..."; the characters from `keep` on (where
/// two values begin to differ) stay in sight.
[[nodiscard]] std::string fit(const std::string& text, size_t room, size_t keep = 0);

/// The head of a plan or a drift report, with the empty line after it.
[[nodiscard]] std::string target_text(const model::PlanBinding& binding, const Style& style);
[[nodiscard]] std::string plan_text(const Document& document, const Style& style);
/// The lines of one field, indented by `indent`; its path takes at least `column` characters.
[[nodiscard]] std::string field_text(const model::FieldChange& field, std::string_view words, size_t indent,
                                     size_t column, const Style& style);
[[nodiscard]] std::string outcome_text(const Document& document, const Style& style);
[[nodiscard]] std::string drift_text(const Document& document, const Style& style);

} // namespace cerec::report
