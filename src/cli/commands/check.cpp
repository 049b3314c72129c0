#include "cerec/operations/check.hpp"
#include "cli/commands/table.hpp"

namespace cerec::cli {
namespace {

struct Check final : Command<operations::CheckResult> {
  bool offline = false;
  bool new_key = false;

  void declare(OptionSet& options) override {
    options.group("Check");
    options.flag({"--offline"}, offline, "show the settings, send nothing");
    options.flag({"--new-key"}, new_key,
                 "print a new key for api.fingerprintKey (256 random bits), and do nothing else");
  }

  Finished run(Shell& shell) override {
    if (new_key)
      return {operations::new_fingerprint_key(shell.system.random)};
    return {operations::check({shell.place(), offline}, shell.ports())};
  }
};

} // namespace

std::unique_ptr<Invocation> make_check() {
  return std::make_unique<Check>();
}

} // namespace cerec::cli
