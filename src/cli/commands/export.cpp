#include "cerec/operations/export.hpp"
#include "cerec/base/text.hpp"
#include "cli/commands/table.hpp"

#include <fmt/format.h>

namespace cerec::cli {
namespace {

struct Export final : Command<operations::ExportResult> {
  bool managed = false, unowned = false, all = false, overwrite = false;
  std::vector<std::string> elements, names;
  std::optional<std::string> out_dir, references;

  void declare(OptionSet& options) override {
    options.group("Selection");
    options.flag({"--managed"}, managed, "instances of this stack");
    options.flag({"--unowned"}, unowned, "instances that no stack owns");
    options.flag({"--all"}, all, "both, the default; instances of other stacks never");
    options.list({"--element"}, "KEY", elements, "only of this element (glob)");
    options.list({"--target"}, "PATTERN", names, "only with this name or address (glob)");
    options.group("Export");
    options.text({"--out-dir"}, "DIR", out_dir, "one file for each instance, instead of a stream on stdout");
    options.flag({"--overwrite"}, overwrite, "replace files that exist in DIR");
    options.text({"--references"}, "FILE", references,
                 "list the secrets to fill in FILE, instead of on stderr");
  }

  Finished run(Shell& shell) override {
    const bool both = all || (!managed && !unowned);
    const operations::ExportRequest request{
        shell.place(), both || managed,   both || unowned, elements,
        names,         shell.at(out_dir), overwrite,       shell.at(references)};
    operations::ExportResult result = operations::export_manifests(request, shell.ports());
    say(shell.output, result);
    return {std::move(result)};
  }

  /// What a user has to know beside the manifests. Documents say it themselves.
  static void say(Output& output, const operations::ExportResult& result) {
    if (output.machine())
      return;
    for (const std::string& warning : result.warnings)
      output.complaint("cerec: warning: " + warning);
    if (!result.well())
      return;
    std::string lines;
    for (const catalogue::ExportedSecret& secret : result.secrets)
      lines += fmt::format("\n{}= # {} {}", secret.variable, base::visible(secret.address),
                           base::visible(secret.path.text()));
    if (!lines.empty() && !result.secrets_listed)
      output.complaint("Set these before a plan:" + lines);
    output.note(fmt::format("Exported {}; {} to fill.", base::counted(result.instances, "instance"),
                            base::counted(result.secrets.size(), "secret")));
  }
};

} // namespace

std::unique_ptr<Invocation> make_export() {
  return std::make_unique<Export>();
}

} // namespace cerec::cli
