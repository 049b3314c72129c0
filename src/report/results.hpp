#pragma once
#include "cerec/report/result.hpp"
#include "report/json_parts.hpp"
#include "report/outline.hpp"

/// Each result as an outline and as the members of a JSON document, which are the same whether the operation
/// went well or not: what was not reached is null. One file for each group of results.
namespace cerec::report {

[[nodiscard]] Outline outline_of(const operations::ValidateResult& result);
[[nodiscard]] Outline outline_of(const operations::ExplainResult& result);
[[nodiscard]] Outline outline_of(const operations::CheckResult& result);
[[nodiscard]] Outline outline_of(const operations::NewKeyResult& result);
[[nodiscard]] Outline outline_of(const operations::TokensResult& result);
[[nodiscard]] Outline outline_of(const operations::TokenResult& result);
[[nodiscard]] Outline outline_of(const operations::SyncResult& result);
[[nodiscard]] Outline outline_of(const operations::ElementsResult& result);
[[nodiscard]] Outline outline_of(const operations::ExportResult& result);
[[nodiscard]] Outline outline_of(const operations::FormatResult& result);
[[nodiscard]] Outline outline_of(const VersionResult& result);
[[nodiscard]] Outline outline_of(const TextResult& result);

[[nodiscard]] Json members_of(const operations::ValidateResult& result);
[[nodiscard]] Json members_of(const operations::ExplainResult& result);
[[nodiscard]] Json members_of(const operations::CheckResult& result);
[[nodiscard]] Json members_of(const operations::NewKeyResult& result);
[[nodiscard]] Json members_of(const operations::TokensResult& result);
[[nodiscard]] Json members_of(const operations::TokenResult& result);
[[nodiscard]] Json members_of(const operations::SyncResult& result);
[[nodiscard]] Json members_of(const operations::ElementsResult& result);
[[nodiscard]] Json members_of(const operations::ExportResult& result);
[[nodiscard]] Json members_of(const operations::FormatResult& result);
[[nodiscard]] Json members_of(const VersionResult& result);
[[nodiscard]] Json members_of(const TextResult& result);

/// The outline of a result that has no renderers of its own (a plan, an outcome and a drift report have).
[[nodiscard]] std::optional<Outline> outline_of(const Document& document);
/// All members of a document that depend on its result, but the changes of a plan and of an outcome, which
/// render_json writes one by one.
[[nodiscard]] Json members_of(const Document& document);

} // namespace cerec::report
