#include "cerec/catalogue/export.hpp"
#include "cerec/base/path.hpp"
#include "cerec/base/text.hpp"
#include "cli/commands/table.hpp"
#include "cli/pipeline/known.hpp"
#include "cli/pipeline/pipeline.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::cli {
namespace {

struct ExportCommand final : Invocation {
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

  model::ExitCode run(Context& context) override {
    auto inputs = gather(context, Needs::nothing, {});
    if (!inputs)
      return inputs.error();
    const Settings& settings = inputs->configuration.settings;
    for (const auto* named : {&out_dir, &references}) // before the service is asked
      if (*named)
        if (auto fine = context.output.files().check(context.at(**named)); !fine)
          return context.stop(fine.error());
    Session session(context, settings);
    auto listing = read_selected(context, session, settings.stack);
    if (!listing)
      return listing.error();
    const catalogue::Export exported =
        catalogue::export_instances(*listing, settings.stack, *inputs->key, context.secrets);
    for (const std::string& warning : exported.warnings)
      context.output.complaint("cerec: warning: " + warning);
    if (auto written = write(context, exported); !written)
      return context.stop(written.error());
    if (auto listed = list_references(context, exported); !listed)
      return context.stop(listed.error());
    context.output.note(fmt::format("Exported {}; {} to fill.",
                                    base::counted(exported.instances.size(), "instance"),
                                    base::counted(exported.secrets.size(), "secret")));
    return model::ExitCode::fine;
  }

  [[nodiscard]] bool selected(const model::LiveInstance& live, const std::string& stack) const {
    const bool both = all || (!managed && !unowned);
    const bool ours = live.ownership.stack == stack;
    const bool nobodys = !live.ownership.owned();
    if (!(ours && (managed || both)) && !(nobodys && (unowned || both)))
      return false;
    const auto matches = [](const std::vector<std::string>& patterns,
                            std::initializer_list<std::string> texts) {
      return patterns.empty() ||
             std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
               return std::any_of(texts.begin(), texts.end(),
                                  [&](const std::string& text) { return base::glob_match(pattern, text); });
             });
    };
    const std::string id = ours ? live.ownership.logical_id : model::derived_id(live.element.key, live.name);
    return matches(elements, {live.element.key}) && matches(names, {live.name, live.element.key + "/" + id});
  }

  Step<std::vector<model::LiveInstance>> read_selected(Context& context, Session& session,
                                                       const std::string& stack) const {
    Progress& progress = context.output.progress();
    api::Reader reader(session.requests(), session.dispatcher(), context.system.signals);
    auto listing = reader.list(
        "", [&](size_t done, size_t total) { progress.update("reading instances", done, total); });
    if (!listing)
      return tl::unexpected(context.stop(listing.error()));
    std::erase_if(listing->instances,
                  [&](const model::LiveInstance& live) { return !selected(live, stack); });
    std::vector<int64_t> ids;
    for (const model::LiveInstance& live : listing->instances)
      if (!live.detailed)
        ids.push_back(live.id);
    auto added = reader.add_details(
        *listing, ids, [&](size_t done, size_t total) { progress.update("reading details", done, total); });
    if (!added)
      return tl::unexpected(context.stop(added.error()));
    know_tokens(context, *listing);
    return std::move(listing->instances);
  }

  base::Result<void> write(Context& context, const catalogue::Export& exported) const {
    if (!out_dir) {
      std::string stream;
      for (const catalogue::ExportedInstance& one : exported.instances)
        stream += (stream.empty() ? "" : "---\n") + manifest::emit(one.manifest);
      context.state.raw = std::move(stream);
      context.state.raw_is_data = true;
      return {};
    }
    const std::string folder = context.at(*out_dir);
    for (const catalogue::ExportedInstance& one : exported.instances) {
      const std::string path = base::join_path(folder, one.file_stem + ".yaml");
      if (!overwrite && context.system.files.status(path))
        return base::fail(fmt::format("{} exists", base::visible(path)), base::FailureKind::usage,
                          "pass --overwrite, or another --out-dir");
    }
    std::string list;
    for (const catalogue::ExportedInstance& one : exported.instances) {
      const std::string path = base::join_path(folder, one.file_stem + ".yaml");
      if (auto written = context.output.files().write_into(folder, path, manifest::emit(one.manifest), 0644);
          !written)
        return written;
      list += base::visible(path) + "\n";
    }
    context.state.raw = std::move(list);
    return {};
  }

  base::Result<void> list_references(Context& context, const catalogue::Export& exported) const {
    std::string lines;
    for (const catalogue::ExportedSecret& secret : exported.secrets)
      lines += fmt::format("{}= # {} {}\n", secret.variable, base::visible(secret.address),
                           base::visible(secret.path.text()));
    if (references)
      return context.output.files().write(context.at(*references), lines, 0600);
    if (!lines.empty())
      context.output.complaint("Set these before a plan:\n" + lines.substr(0, lines.size() - 1));
    return {};
  }
};

} // namespace

std::unique_ptr<Invocation> make_export() {
  return std::make_unique<ExportCommand>();
}

} // namespace cerec::cli
