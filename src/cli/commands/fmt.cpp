#include "cerec/operations/format.hpp"
#include "cli/commands/table.hpp"
#include "cli/options/plan_flags.hpp"

namespace cerec::cli {
namespace {

struct Fmt final : Command<operations::FormatResult> {
  std::vector<std::string> paths;
  bool check = false;

  void declare(OptionSet& options) override {
    declare_manifests(options, paths);
    options.group("Formatting");
    options.flag({"--check"}, check, "write nothing; exit code 2 if a file is not canonical");
  }

  [[nodiscard]] std::vector<std::string> manifests() const override { return paths; }

  Finished run(Shell& shell) override {
    operations::FormatResult result = operations::format({shell.place(), paths, check}, shell.ports());
    const bool differs = check && !result.changed.empty();
    return {std::move(result), differs ? model::ExitCode::changes : model::ExitCode::fine};
  }
};

} // namespace

std::unique_ptr<Invocation> make_fmt() {
  return std::make_unique<Fmt>();
}

} // namespace cerec::cli
