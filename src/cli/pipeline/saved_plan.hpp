#pragma once
#include "cerec/plan/plan_file.hpp"
#include "cli/pipeline/applying.hpp"

namespace cerec::cli {

/// Reads a plan file; one that cannot be read is a usage fault, one that is damaged is stale.
[[nodiscard]] Step<plan::PlanFile> read_plan_file(Context& context, const std::string& path);

/// Options that make the fresh plan which a saved one is compared with: its mode, its limits, and what its
/// maker had allowed.
[[nodiscard]] plan::Options options_of(const model::Plan& saved, const Inputs& inputs);

/// What is left of a saved plan to carry out.
struct Checked {
  LeftAlone left_alone;
  bool already_applied = false;
};
/// Compares the saved plan with a fresh one. `strict`: one moved change refuses all.
[[nodiscard]] Step<Checked> check_saved(Context& context, const plan::PlanFile& saved,
                                        const model::Plan& fresh, base::Duration max_age, bool strict);

} // namespace cerec::cli
