#include "cerec/operations/apply.hpp"
#include "cli/commands/table.hpp"
#include "cli/run/approval.hpp"

namespace cerec::cli {
namespace {

using operations::ApplyResult;

struct Destroy final : Command<ApplyResult> {
  operations::Execution execution;

  void declare(OptionSet& options) override { declare_execution(options, execution); }

  Finished run(Shell& shell) override {
    if (auto impossible = approval_impossible(shell, execution))
      return refused<ApplyResult>(std::move(*impossible));
    ApplyResult result = operations::destroy({shell.place(), execution}, shell.ports());
    const model::ExitCode code = exit_code_of(result);
    return {std::move(result), code};
  }
};

} // namespace

std::unique_ptr<Invocation> make_destroy() {
  return std::make_unique<Destroy>();
}

} // namespace cerec::cli
