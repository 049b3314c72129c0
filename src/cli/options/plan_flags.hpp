#pragma once
#include "cerec/operations/request.hpp"
#include "cli/options/option_set.hpp"

namespace cerec::cli {

/// The flags that shape a plan. None of them may stand beside a saved plan.
struct PlanFlags {
  operations::PlanningRequest planning;
  std::optional<std::string> shard; ///< as given
};
void declare_manifests(OptionSet& options, std::vector<std::string>& target);
void declare_plan_flags(OptionSet& options, PlanFlags& flags);

/// The request that the flags make; `--shard auto` is read from the variables of the runner.
[[nodiscard]] base::Result<operations::PlanningRequest> read_plan_flags(const PlanFlags& flags,
                                                                        io::Environment& environment);

/// The first of these that was given, as the user may write it; for the refusal beside a saved plan.
[[nodiscard]] std::optional<std::string> given_plan_flag(const PlanFlags& flags,
                                                         const std::map<std::string, std::string>& settings);

/// `--shard I/N`, or `auto` (`auto/N`) from the variables of the runner. The result is "I/N", I from 1.
[[nodiscard]] base::Result<model::Shard> read_shard(const std::string& text, io::Environment& environment);

} // namespace cerec::cli
