#pragma once
#include "apply/machine.hpp"

#include <memory>

namespace cerec::apply {

/// The table: change kind -> steps, in order. A new kind is a row here (and in model's table).
enum class StepName {
  claim,
  look, ///< once more, if the last look is too old
  create,
  read_back,
  settle,
  settle_if_unsettled, ///< an instance that a run posted and did not finish
  write,
  confirm,
  enable,
  publish,
  remove,
  remove_or_quarantine, ///< by PlanMode::delete_by_disable
  forget,
  release,
  dedupe,  ///< a second instance that the plan names
  outlast, ///< those that the run itself saw beside the settled one
};
[[nodiscard]] const std::vector<StepName>& steps_of(model::ChangeKind kind);

/// True if the change ends with a token that its sinks may not have yet.
[[nodiscard]] bool makes_token_new(const model::Change& change);

/// The machine of a step; null where it has nothing to do for this change.
[[nodiscard]] std::vector<std::unique_ptr<Step>> make_steps(const Context& context, Facts& facts);

} // namespace cerec::apply
