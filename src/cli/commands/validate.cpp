#include "cerec/operations/validate.hpp"
#include "cli/commands/table.hpp"
#include "cli/options/plan_flags.hpp"

namespace cerec::cli {
namespace {

struct Validate final : Command<operations::ValidateResult> {
  std::vector<std::string> paths;
  bool strict = false;

  void declare(OptionSet& options) override {
    declare_manifests(options, paths);
    options.group("Validation");
    options.flag({"--strict"}, strict, "warnings count as errors");
  }

  [[nodiscard]] std::vector<std::string> manifests() const override { return paths; }

  Finished run(Shell& shell) override {
    operations::ValidateResult result = operations::validate({shell.place(), paths}, shell.ports());
    const bool fails = strict && !result.diagnostics.empty();
    return {std::move(result), fails ? model::ExitCode::invalid : model::ExitCode::fine};
  }
};

} // namespace

std::unique_ptr<Invocation> make_validate() {
  return std::make_unique<Validate>();
}

} // namespace cerec::cli
