#include "cerec/base/text.hpp"
#include "cli/commands/table.hpp"
#include "cli/pipeline/pipeline.hpp"

#include <fmt/format.h>

namespace cerec::cli {
namespace {

struct Validate final : Invocation {
  std::vector<std::string> manifests;
  bool strict = false;

  void declare(OptionSet& options) override {
    declare_manifests(options, manifests);
    options.group("Validation");
    options.flag({"--strict"}, strict, "warnings count as errors");
  }

  model::ExitCode run(Context& context) override {
    const Project project = begin_configuration(context).project;
    const auto files = load_manifests(context, project, manifest_paths(context, project, manifests));
    (void)examine_manifests(context, project, files);
    const base::Diagnostics& found = context.state.diagnostics;
    size_t instances = 0;
    for (const manifest::ManifestFile& file : files)
      instances += file.instances.size();
    const std::string faults = found.empty() ? "no faults"
                                             : base::counted(found.errors(), "error") + ", " +
                                                   base::counted(found.warnings(), "warning");
    if (!context.output.machine())
      context.state.raw = fmt::format("Validated {} in {}: {}.\n", base::counted(instances, "instance"),
                                      base::counted(files.size(), "file"), faults);
    return found.has_errors() || (strict && !found.empty()) ? model::ExitCode::invalid
                                                            : model::ExitCode::fine;
  }
};

} // namespace

std::unique_ptr<Invocation> make_validate() {
  return std::make_unique<Validate>();
}

} // namespace cerec::cli
