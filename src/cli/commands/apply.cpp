#include "cerec/operations/apply.hpp"
#include "cli/commands/table.hpp"
#include "cli/options/plan_flags.hpp"
#include "cli/run/approval.hpp"

#include <fmt/format.h>

namespace cerec::cli {
namespace {

using operations::ApplyResult;

struct Apply final : Command<ApplyResult> {
  PlanFlags flags;
  operations::Execution execution;
  std::vector<std::string> file;
  std::optional<std::string> expect_digest;

  void declare(OptionSet& options) override {
    options.positionals("FILE", file, 0, 1,
                        "a plan saved by `cerec plan --out FILE`; no planning flags then");
    declare_execution(options, execution);
    options.flag({"--strict"}, execution.strict, "with a saved plan: refuse all of it if anything moved");
    options.text({"--expect-digest"}, "DIGEST", expect_digest, "refuse a plan with another digest");
    declare_plan_flags(options, flags);
  }

  [[nodiscard]] std::vector<std::string> manifests() const override { return flags.planning.manifests; }

  Finished run(Shell& shell) override {
    auto result = file.empty() ? apply_manifests(shell) : apply_saved(shell);
    if (!result)
      return refused<ApplyResult>(result.error());
    const model::ExitCode code = exit_code_of(*result);
    return {std::move(*result), code};
  }

  base::Result<ApplyResult> apply_manifests(const Shell& shell) const {
    if (const auto impossible = approval_impossible(shell, execution))
      return tl::unexpected(*impossible);
    auto planning = read_plan_flags(flags, shell.system.environment);
    if (!planning)
      return tl::unexpected(planning.error());
    return operations::apply({shell.place(), std::move(*planning), execution, expect_digest}, shell.ports());
  }

  base::Result<ApplyResult> apply_saved(const Shell& shell) const {
    if (const auto flag = given_plan_flag(flags, shell.common.workspace.settings))
      return base::fail(fmt::format("{} cannot stand beside a saved plan", *flag), base::FailureKind::usage,
                        "the plan holds what it was made with; make a new one to change that");
    return operations::apply_saved(
        {shell.place(), shell.at(file.front()), flags.planning.manifests, execution, expect_digest},
        shell.ports());
  }
};

} // namespace

std::unique_ptr<Invocation> make_apply() {
  return std::make_unique<Apply>();
}

} // namespace cerec::cli
