#include "cerec/base/text.hpp"
#include "cerec/manifest/emit.hpp"
#include "cli/commands/table.hpp"
#include "cli/pipeline/confined_files.hpp"
#include "cli/pipeline/pipeline.hpp"

#include <algorithm>

namespace cerec::cli {
namespace {

struct Fmt final : Invocation {
  std::vector<std::string> manifests;
  bool check = false;

  void declare(OptionSet& options) override {
    declare_manifests(options, manifests);
    options.group("Formatting");
    options.flag({"--check"}, check, "write nothing; exit code 2 if a file is not canonical");
  }

  model::ExitCode run(Context& context) override {
    const Project project = load_project(context);
    const ManifestPaths named = manifest_paths(context, project, manifests);
    const std::vector<std::string>& paths = named.paths;
    const Trust trust = manifest_trust(context, project, named);
    ConfinedFiles confined(context.system.files, trust);
    if (paths.empty())
      context.state.diagnostics.error("no-manifests", {}, "no manifests were named", "use -f PATH");
    // What a manifest says is validate's business: only its text counts here.
    base::Diagnostics content;
    const auto files = manifest::load(paths, confined, context.system.terminal, {}, content);
    for (const base::Diagnostic& fault : content.items())
      if (!fault.span && fault.severity == base::Severity::error)
        context.state.diagnostics.add(fault); // a path that names nothing
    std::string changed;
    for (const manifest::ManifestFile& file : files)
      if (auto done = format_one(context, file, changed); !done)
        return context.stop(done.error());
    const bool from_stdin = std::find(paths.begin(), paths.end(), "-") != paths.end();
    if (!from_stdin || check)
      context.state.raw = changed;
    if (context.state.diagnostics.has_errors())
      return model::ExitCode::invalid;
    return check && !changed.empty() ? model::ExitCode::changes : model::ExitCode::fine;
  }

  /// Faults of the text are diagnostics; the failure is one of writing.
  base::Result<void> format_one(Context& context, const manifest::ManifestFile& file,
                                std::string& changed) const {
    const std::string& path = file.source->name;
    const auto formatted = manifest::format(file.source, context.state.diagnostics);
    if (!formatted) {
      if (!context.state.diagnostics.has_errors())
        context.state.diagnostics.error("not-formatted", {}, formatted.error().message,
                                        formatted.error().hint);
      return {};
    }
    const bool from_stdin = path == "<stdin>";
    if (from_stdin && !check)
      context.state.raw = context.state.raw.value_or("") + *formatted;
    context.state.raw_is_data = context.state.raw_is_data || (from_stdin && !check);
    if (*formatted == file.source->text)
      return {};
    changed += base::visible(path) + "\n";
    if (check || from_stdin)
      return {};
    const auto status = context.system.files.status(path);
    return context.system.files.write_atomic(path, *formatted, status ? status->mode & 0777 : 0644);
  }
};

} // namespace

std::unique_ptr<Invocation> make_fmt() {
  return std::make_unique<Fmt>();
}

} // namespace cerec::cli
