#include "cerec/operations/plan.hpp"
#include "cli/commands/table.hpp"
#include "cli/output/advised.hpp"

namespace cerec::cli {
namespace {

struct Show final : Command<operations::PlanResult> {
  std::vector<std::string> file;
  bool show_unchanged = false;

  void declare(OptionSet& options) override {
    options.positionals("FILE", file, 1, 1, "a plan saved by `cerec plan --out FILE`, or -");
    options.group("Plan");
    options.flag({"--show-unchanged"}, show_unchanged, "list unchanged instances too");
  }

  Finished run(Shell& shell) override {
    operations::PlanResult result = operations::show({shell.place(), shell.at(file.front())}, shell.ports());
    return {std::move(result), model::ExitCode::fine, show_unchanged,
            apply_command(shell.common.workspace, {}, file.front())};
  }
};

} // namespace

std::unique_ptr<Invocation> make_show() {
  return std::make_unique<Show>();
}

} // namespace cerec::cli
