#include "cerec/operations/drift.hpp"
#include "cerec/base/text.hpp"
#include "cli/commands/table.hpp"
#include "cli/options/plan_flags.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace cerec::cli {
namespace {

using model::DriftKind;

/// In the order in which the help names them.
constexpr DriftKind k_kinds[] = {DriftKind::pending,   DriftKind::drift,        DriftKind::conflict,
                                 DriftKind::missing,   DriftKind::orphaned,     DriftKind::duplicate,
                                 DriftKind::unhealthy, DriftKind::unverifiable, DriftKind::unmanaged};

/// What needs attention unless --fail-on says otherwise: not what belongs to nobody.
const std::set<DriftKind>& attention() {
  static const std::set<DriftKind> kinds{DriftKind::pending,   DriftKind::drift,       DriftKind::conflict,
                                         DriftKind::missing,   DriftKind::orphaned,    DriftKind::duplicate,
                                         DriftKind::unhealthy, DriftKind::unverifiable};
  return kinds;
}

base::Result<std::set<DriftKind>> parse_kinds(const std::vector<std::string>& texts) {
  std::set<DriftKind> kinds;
  std::vector<std::string_view> words{"none", "any"};
  for (const DriftKind kind : k_kinds)
    words.push_back(model::text_of(kind));
  for (const std::string& text : texts)
    for (const std::string_view word : base::split(text, ',')) {
      if (word == "any")
        kinds.insert(std::begin(k_kinds), std::end(k_kinds));
      else if (const auto kind = model::drift_kind_of(word); kind && *kind != DriftKind::in_sync)
        kinds.insert(*kind);
      else if (word != "none") {
        const auto near = base::did_you_mean(word, words);
        return base::fail(fmt::format("--fail-on does not know `{}`", base::visible(word)),
                          base::FailureKind::usage,
                          near ? fmt::format("did you mean `{}`?", *near) : "see cerec help drift");
      }
    }
  return kinds;
}

struct Drift final : Command<operations::DriftResult> {
  std::vector<std::string> paths, targets, excludes, fail_on;

  void declare(OptionSet& options) override {
    declare_manifests(options, paths);
    options.group("Drift");
    std::string words;
    for (const DriftKind kind : k_kinds)
      words += std::string(words.empty() ? "" : ", ") + std::string(model::text_of(kind));
    options.list({"--fail-on"}, "KINDS", fail_on,
                 "exit code 2 for these only, separated by commas: " + words +
                     ", any, none; default: all but unmanaged");
    options.list({"--target"}, "PATTERN", targets, "only these instances");
    options.list({"--exclude"}, "PATTERN", excludes, "all but these");
  }

  [[nodiscard]] std::vector<std::string> manifests() const override { return paths; }

  Finished run(Shell& shell) override {
    const auto kinds =
        fail_on.empty() ? base::Result<std::set<DriftKind>>(attention()) : parse_kinds(fail_on);
    if (!kinds)
      return refused<operations::DriftResult>(kinds.error());
    operations::DriftResult result =
        operations::drift({shell.place(), paths, targets, excludes}, shell.ports());
    const model::ExitCode code = result.drift && is_noteworthy(*result.drift, *kinds)
                                     ? model::ExitCode::changes
                                     : model::ExitCode::fine;
    return {std::move(result), code};
  }

  static bool is_noteworthy(const model::DriftReport& drift, const std::set<DriftKind>& kinds) {
    if (drift.owed_tokens > 0 && kinds.count(DriftKind::pending) > 0) // an apply has something to do
      return true;
    return std::any_of(drift.counts.begin(), drift.counts.end(),
                       [&](const auto& each) { return each.second > 0 && kinds.count(each.first) > 0; });
  }
};

} // namespace

std::unique_ptr<Invocation> make_drift() {
  return std::make_unique<Drift>();
}

} // namespace cerec::cli
