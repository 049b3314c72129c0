#pragma once
#include "cerec/report/report.hpp"

/// What the formats share: the words for enums, how a shown value prints, and which changes are listed.
namespace cerec::report {

/// "1 instance", "2 instances".
[[nodiscard]] std::string plural(size_t count, std::string_view noun);
/// A name or a message of outside, quoted and neutralised.
[[nodiscard]] std::string in_quotes(std::string_view text);
/// "12.3 s"; minutes from two minutes on.
[[nodiscard]] std::string seconds(base::Duration elapsed);

[[nodiscard]] std::string_view words_of(model::Reason reason);
[[nodiscard]] std::string_view words_of(model::Refusal refusal);
[[nodiscard]] std::string_view words_of(model::FieldState state);
[[nodiscard]] std::string_view words_of(model::DriftKind kind);
[[nodiscard]] std::string_view symbol_of(model::DriftKind kind);
[[nodiscard]] std::string_view word_of(base::FailureKind kind);

/// One side of a field as text without quotes or limits: `(secret ab12cd34 from env:NAME)`, `(none)`, `null`.
[[nodiscard]] std::string shown_text(const model::Shown& shown);
/// "+" set, "-" unset, "?" cannot be verified, "~" changed.
[[nodiscard]] std::string_view field_symbol(const model::FieldChange& field);
/// A text in quotes; tags are the text of a list and need none.
[[nodiscard]] bool is_quoted(const model::FieldChange& field, const model::Shown& shown);
/// Both sides, as `"a" -> "b"` or `(secret ab12 -> cd34 from env:NAME)`; one side where the other is absent.
[[nodiscard]] std::string transition(const model::FieldChange& field);
/// Why the field differs, in words; empty where the kind of change says it already (a create).
[[nodiscard]] std::string_view state_words(const model::FieldChange& field, const model::Change& change);

/// A keep that says nothing but "unchanged": formats for people leave it out.
[[nodiscard]] bool is_plain_keep(const model::Change& change);
/// A keep whose fields could not all be verified.
[[nodiscard]] bool is_unverified_keep(const model::Change& change);
/// True if the plan has no row to list: no change, no refusal, nothing to prune, nothing unverified.
[[nodiscard]] bool has_nothing_to_do(const model::Plan& plan);
/// The sentence for a plan without changes. It says "No changes" only if all was seen to match.
[[nodiscard]] std::string no_changes_sentence(const model::Plan& plan);
/// "instance 4014, created 2026-01-02T03:04:05Z", or empty without an instance.
[[nodiscard]] std::string instance_words(int64_t id, std::string_view created);
/// `file path=tokens.json` after these words: where a change's token goes, or what it is withdrawn from.
[[nodiscard]] std::string_view sink_words(const model::Change& change);
/// What of the plan's mode a reader has to know: partial, destroy, refresh. One sentence each.
[[nodiscard]] std::vector<std::string> mode_sentences(const model::Plan& plan);
/// "12 (1 listing, 2 details, 9 creates), 1 repeated, 3.0 s throttled".
[[nodiscard]] std::string request_words(const model::RequestCounts& counts);

} // namespace cerec::report
