#include "cerec/base/text.hpp"
#include "cerec/operations/tokens.hpp"
#include "cli/commands/table.hpp"
#include "cli/options/plan_flags.hpp"

#include <fmt/format.h>

namespace cerec::cli {
namespace {

struct Token final : Command<operations::TokensResult> {
  std::vector<std::string> words, paths;
  bool live = false;

  void declare(OptionSet& options) override {
    options.positionals("list|sync|get NAME", words, 1, 2,
                        "NAME: a name, a logical id or an address; `cerec token NAME` is `token get NAME`");
    options.group("Tokens");
    options.flag({"--live"}, live, "ask the service, not the token file");
    declare_manifests(options, paths);
  }

  [[nodiscard]] std::vector<std::string> manifests() const override { return paths; }

  Finished run(Shell& shell) override {
    const std::string& verb = words.front();
    if (words.size() == 1 && verb == "list")
      return list(shell);
    if (words.size() == 1 && verb == "sync")
      return {operations::sync_tokens({shell.place(), paths}, shell.ports())};
    if (words.size() == 2 && verb == "get")
      return get(shell, words[1]);
    if (words.size() == 1 && verb != "get")
      return get(shell, verb);
    return refused<operations::TokensResult>(
        {base::FailureKind::usage, "expected `token list`, `token get NAME` or `token sync`", ""});
  }

  [[nodiscard]] Finished list(Shell& shell) const {
    operations::TokensResult result = operations::list_tokens({shell.place(), live}, shell.ports());
    if (result.of_other_accounts > 0)
      shell.output.note(fmt::format(
          "Left out: {} of this stack of another account, or of this one before its secrets were rotated; "
          "`cerec apply` takes over those of living instances.",
          base::counted(result.of_other_accounts, "record")));
    return {std::move(result)};
  }

  [[nodiscard]] Finished get(Shell& shell, const std::string& name) const {
    operations::TokenResult result = operations::get_token({shell.place(), live}, name, shell.ports());
    if (result.record &&
        !result.asked) // said even with --quiet: nobody shall take a dead token for a live one unawares
      shell.output.complaint("The service was not asked: this is the token that was kept. `--live` asks it.");
    return {std::move(result)};
  }
};

} // namespace

std::unique_ptr<Invocation> make_token() {
  return std::make_unique<Token>();
}

} // namespace cerec::cli
