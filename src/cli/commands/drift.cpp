#include "cerec/base/text.hpp"
#include "cli/commands/table.hpp"
#include "cli/pipeline/pipeline.hpp"

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

struct Drift final : Invocation {
  std::vector<std::string> manifests, targets, excludes, fail_on;

  void declare(OptionSet& options) override {
    declare_manifests(options, manifests);
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

  model::ExitCode run(Context& context) override {
    const auto kinds =
        fail_on.empty() ? base::Result<std::set<DriftKind>>(attention()) : parse_kinds(fail_on);
    if (!kinds)
      return context.stop(kinds.error());
    PlanFlags flags;
    flags.targets = targets;
    flags.excludes = excludes;
    auto inputs = gather(context, Needs::manifests, manifests, selected_by(context, flags));
    if (!inputs)
      return inputs.error();
    auto options = plan_options(context, *inputs, flags);
    if (!options)
      return options.error();
    options->mode.refresh = "full";
    Session session(context, inputs->configuration.settings);
    const auto listing = read_account(context, session, *inputs, *options, Details::managed);
    if (!listing)
      return listing.error();
    if (auto used = require_used(context, *inputs, *listing, *options); !used)
      return used.error();
    options->known = &context.secrets;
    model::Plan plan = plan::make_plan(inputs->desired, *listing, *options);
    tell_owed_tokens(context, *inputs, plan);
    if (!plan.rounded_warning.empty())
      context.state.diagnostics.warning("rounded-numbers", {}, plan.rounded_warning);
    context.state.drift = plan::drift_of(plan, *listing, inputs->desired, &context.secrets);
    context.state.drift->owed_tokens = plan.owed_tokens;
    if (plan.owed_tokens > 0 && kinds->count(DriftKind::pending) > 0) // an apply has something to do
      return model::ExitCode::changes;
    for (const auto& [kind, count] : context.state.drift->counts)
      if (count > 0 && kinds->count(kind) > 0)
        return model::ExitCode::changes;
    return model::ExitCode::fine;
  }
};

} // namespace

std::unique_ptr<Invocation> make_drift() {
  return std::make_unique<Drift>();
}

} // namespace cerec::cli
