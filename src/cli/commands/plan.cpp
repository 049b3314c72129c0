#include "cerec/operations/plan.hpp"
#include "cli/commands/table.hpp"
#include "cli/options/plan_flags.hpp"
#include "cli/output/advised.hpp"

namespace cerec::cli {
namespace {

struct PlanCommand final : Command<operations::PlanResult> {
  PlanFlags flags;
  std::optional<std::string> out;
  bool detailed_exitcode = false;
  bool show_unchanged = false;

  void declare(OptionSet& options) override {
    declare_plan_flags(options, flags);
    options.text({"--out"}, "FILE", out, "save the plan (mode 0600; holds no secret)");
    options.flag({"--detailed-exitcode"}, detailed_exitcode,
                 "exit code 2 if there are changes, or instances that cannot be verified");
    options.flag({"--show-unchanged"}, show_unchanged, "list unchanged instances too");
  }

  [[nodiscard]] std::vector<std::string> manifests() const override { return flags.planning.manifests; }

  Finished run(Shell& shell) override {
    const auto planning = read_plan_flags(flags, shell.system.environment);
    if (!planning)
      return refused<operations::PlanResult>(planning.error());
    operations::PlanResult result =
        operations::plan({shell.place(), *planning, shell.at(out)}, shell.ports());
    const model::ExitCode code = exit_code(result);
    std::string advised = result.file.empty()
                              ? std::string()
                              : apply_command(shell.common.workspace, planning->manifests, *out);
    return {std::move(result), code, show_unchanged, std::move(advised)};
  }

  [[nodiscard]] model::ExitCode exit_code(const operations::PlanResult& result) const {
    if (!result.plan)
      return model::ExitCode::fine;
    const model::Plan& plan = *result.plan;
    if (plan.has_refusals())
      return model::ExitCode::refused;
    const bool attention = plan.has_changes() || plan.owed_tokens > 0 || plan.has_unverified();
    return detailed_exitcode && attention ? model::ExitCode::changes : model::ExitCode::fine;
  }
};

} // namespace

std::unique_ptr<Invocation> make_plan_command() {
  return std::make_unique<PlanCommand>();
}

} // namespace cerec::cli
