#pragma once
#include "cerec/report/report.hpp"

#include <nlohmann/json.hpp>

/// The pieces that json and jsonl share. Members keep their order; each is always there, null means none.
namespace cerec::report {

using Json = nlohmann::ordered_json;

inline constexpr const char* k_format_version = "1.0"; ///< minor for additions, major for breaks

/// Null for an empty text.
[[nodiscard]] Json text_or_null(std::string_view text);
[[nodiscard]] Json id_or_null(int64_t id);
/// base_url, account, user, stack, environment.
[[nodiscard]] Json target_json(const model::PlanBinding& binding);
[[nodiscard]] Json json_of(const model::Change& change);
/// All of the plan but its changes, which are empty lists.
[[nodiscard]] Json head_of(const model::Plan& plan, const Document& document);
/// Counts by word, with the summary line as `message`.
[[nodiscard]] Json summary_json(const model::Plan& plan);
[[nodiscard]] Json summary_json(const model::Outcome& outcome, const model::Plan& plan);
[[nodiscard]] Json json_of(const model::ChangeOutcome& item, const model::Plan& plan);
/// All of the outcome but its changes, which are an empty list.
[[nodiscard]] Json head_of(const model::Outcome& outcome, const model::Plan& plan);
[[nodiscard]] Json json_of(const model::DriftItem& item);
/// Without the items.
[[nodiscard]] Json summary_json(const model::DriftReport& drift);
[[nodiscard]] Json json_of(const model::DriftReport& drift);
[[nodiscard]] Json json_of(const base::Diagnostic& diagnostic);
[[nodiscard]] Json json_of(const base::Diagnostics* diagnostics);
[[nodiscard]] Json json_of(const std::optional<base::Failure>& failure);
/// ASCII only, so that no byte of outside reaches a terminal; what is no UTF-8 becomes U+FFFD. indent -1: one
/// line.
[[nodiscard]] std::string dump(const Json& json, int indent);

} // namespace cerec::report
