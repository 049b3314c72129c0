#include "cerec/operations/elements.hpp"
#include "cli/commands/table.hpp"

namespace cerec::cli {
namespace {

struct Elements final : Command<operations::ElementsResult> {
  std::vector<std::string> key;

  void declare(OptionSet& options) override {
    options.positionals("KEY", key, 0, 1, "show what this element needs");
  }

  Finished run(Shell& shell) override {
    return {operations::elements({shell.place(), key.empty() ? std::nullopt : std::optional(key.front())})};
  }
};

} // namespace

std::unique_ptr<Invocation> make_elements() {
  return std::make_unique<Elements>();
}

} // namespace cerec::cli
