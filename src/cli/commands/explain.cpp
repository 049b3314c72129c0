#include "cerec/operations/explain.hpp"
#include "cli/commands/table.hpp"
#include "cli/options/plan_flags.hpp"

namespace cerec::cli {
namespace {

struct Explain final : Command<operations::ExplainResult> {
  std::vector<std::string> paths, name;

  void declare(OptionSet& options) override {
    options.positionals("NAME", name, 1, 1,
                        "a name, a logical id, or an address such as gooddata/analytics-prod");
    declare_manifests(options, paths);
  }

  [[nodiscard]] std::vector<std::string> manifests() const override { return paths; }

  Finished run(Shell& shell) override {
    return {operations::explain({shell.place(), name.front(), paths}, shell.ports())};
  }
};

} // namespace

std::unique_ptr<Invocation> make_explain() {
  return std::make_unique<Explain>();
}

} // namespace cerec::cli
