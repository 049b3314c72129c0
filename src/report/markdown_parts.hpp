#pragma once
#include "cerec/report/report.hpp"

/// The blocks of the Markdown format. A block is whole lines; the assembly decides which fit.
namespace cerec::report {

enum class Detail {
  full,  ///< with reason, fields and notes
  brief, ///< one line: address, name, instance
  id,    ///< the instance's id (or its address, without one) alone
};
[[nodiscard]] std::string target_markdown(const model::PlanBinding& binding);
[[nodiscard]] std::string change_block(const model::Change& change, Detail detail);
/// An owned instance that no manifest declares, and that stays.
[[nodiscard]] std::string kept_block(const model::Change& change);
[[nodiscard]] std::string outcome_block(const model::ChangeOutcome& item, const model::Plan& plan,
                                        Detail detail);
[[nodiscard]] std::string drift_block(const model::DriftItem& item, Detail detail);
[[nodiscard]] std::string diagnostic_block(const base::Diagnostic& diagnostic);

} // namespace cerec::report
