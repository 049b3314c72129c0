#pragma once
#include "cerec/operations/apply.hpp"
#include "cerec/operations/check.hpp"
#include "cerec/operations/drift.hpp"
#include "cerec/operations/elements.hpp"
#include "cerec/operations/explain.hpp"
#include "cerec/operations/export.hpp"
#include "cerec/operations/format.hpp"
#include "cerec/operations/plan.hpp"
#include "cerec/operations/tokens.hpp"
#include "cerec/operations/validate.hpp"

#include <variant>

namespace cerec::report {

/// The version of the program and of what it is built on.
struct VersionResult : operations::Ended {
  std::string version;
  std::string libraries;
};

/// One text for another program: a schema, a completion script, a help page.
struct TextResult : operations::Ended {
  std::string text;
};

/// What any command comes to. A new operation adds its result here, and its outline and its JSON in
/// src/report/results.hpp.
using Result = std::variant<operations::PlanResult, operations::ApplyResult, operations::DriftResult,
                            operations::ValidateResult, operations::ExplainResult, operations::CheckResult,
                            operations::NewKeyResult, operations::TokensResult, operations::TokenResult,
                            operations::SyncResult, operations::ElementsResult, operations::ExportResult,
                            operations::FormatResult, VersionResult, TextResult>;

/// What every result has.
[[nodiscard]] const operations::Ended& ended_of(const Result& result);
[[nodiscard]] operations::Ended& ended_of(Result& result);

} // namespace cerec::report
