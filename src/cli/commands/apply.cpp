#include "cerec/base/path.hpp"
#include "cerec/base/text.hpp"
#include "cli/commands/table.hpp"
#include "cli/pipeline/advised.hpp"
#include "cli/pipeline/review.hpp"
#include "cli/pipeline/used_plans.hpp"

#include <fmt/format.h>

namespace cerec::cli {
namespace {

struct Apply final : Invocation {
  PlanFlags plan_flags;
  ApplyFlags apply_flags;
  std::vector<std::string> file;
  bool strict = false;
  std::optional<std::string> expect_digest;

  void declare(OptionSet& options) override {
    options.positionals("FILE", file, 0, 1,
                        "a plan saved by `cerec plan --out FILE`; no planning flags then");
    declare_apply_flags(options, apply_flags);
    options.flag({"--strict"}, strict, "with a saved plan: refuse all of it if anything moved");
    options.text({"--expect-digest"}, "DIGEST", expect_digest, "refuse a plan with another digest");
    declare_plan_flags(options, plan_flags);
  }

  model::ExitCode run(Context& context) override {
    return file.empty() ? apply_manifests(context) : apply_saved(context);
  }

  model::ExitCode apply_manifests(Context& context) {
    if (auto possible = require_approval_possible(context, apply_flags); !possible)
      return possible.error();
    auto inputs = gather(context, Needs::manifests, plan_flags.manifests, selected_by(context, plan_flags));
    if (!inputs)
      return inputs.error();
    const auto options = plan_options(context, *inputs, plan_flags);
    if (!options)
      return options.error();
    Session session(context, inputs->configuration.settings);
    const auto lock = prepare(context, session, *inputs);
    if (!lock)
      return lock.error();
    auto planned = make_planned(context, session, *inputs, *options);
    if (!planned)
      return planned.error();
    if (auto used = require_used(context, *inputs, planned->listing, *options); !used)
      return used.error();
    warn_of_kept_tokens(context, *inputs, planned->listing);
    context.state.plan_digest = plan::digest_of(planned->plan);
    if (auto expected = check_digest(context, context.state.plan_digest); !expected)
      return expected.error();
    if (auto ready = require_sinks(context, *inputs, planned->plan, planned->listing); !ready)
      return ready.error();
    context.output.open(context.document(model::ExitCode::fine));
    const auto reviewed = review(context, session, *inputs, apply_flags, *options, std::move(*planned),
                                 {"Apply these changes?", "yes"}, strict);
    if (!reviewed)
      return reviewed.error();
    return carry_out(context, session, *inputs, apply_flags, *reviewed, strict);
  }

  /// The review was the approval: a saved plan asks nothing.
  model::ExitCode apply_saved(Context& context) {
    if (const auto flag = given_plan_flag(plan_flags, context.common.flags))
      return context.stop_usage(fmt::format("{} cannot stand beside a saved plan", *flag),
                                "the plan holds what it was made with; make a new one to change that");
    auto saved = read_plan_file(context, file.front());
    if (!saved)
      return saved.error();
    context.state.plan = saved->plan;
    context.state.plan_digest = saved->digest;
    context.state.plan_file = context.at(file.front());
    if (auto expected = check_digest(context, saved->digest); !expected)
      return expected.error();
    auto inputs = gather_for(context, saved->plan);
    if (!inputs)
      return inputs.error();
    if (auto fit = require_fit(context, *saved, *inputs); !fit)
      return fit.error();
    Session session(context, inputs->configuration.settings);
    const auto lock = prepare(context, session, *inputs);
    if (!lock)
      return lock.error();
    UsedPlans used(inputs->configuration.project.state_path("plans.jsonl"), context.system.files);
    auto reviewed =
        look_again(context, session, *inputs, options_of(saved->plan, *inputs), saved->plan, strict);
    if (!reviewed)
      return reviewed.error();
    if (auto ready = require_sinks(context, *inputs, reviewed->plan, reviewed->listing); !ready)
      return ready.error();
    warn_of_kept_tokens(context, *inputs, reviewed->listing);
    hold_back_used(*reviewed, used.done_by(*saved));
    if (reviewed->comparison.already_applied)
      context.output.note("The plan is already applied.");
    else
      context.output.open(context.document(model::ExitCode::fine));
    const model::ExitCode code = carry_out(context, session, *inputs, apply_flags, *reviewed, strict);
    if (auto kept = used.remember(*saved, done_in(*context.state.outcome), context.system.clock.wall());
        !kept)
      context.state.outcome->warnings.push_back("that this plan was applied could not be noted: " +
                                                kept.error().message);
    return code;
  }

  /// What this plan did before is not done again: somebody undid it since, or it is a rotation.
  static void hold_back_used(Reviewed& reviewed, const std::set<size_t>& done_before) {
    plan::Comparison& comparison = reviewed.comparison;
    for (const size_t index : done_before)
      if (!comparison.done.contains(index))
        comparison.stale.emplace(index,
                                 "this plan did it before, and would do it again; a plan is used once");
  }

  static std::set<size_t> done_in(const model::Outcome& outcome) {
    std::set<size_t> indices;
    for (const model::ChangeOutcome& change : outcome.changes)
      if (change.ending == model::Ending::done)
        indices.insert(change.change);
    return indices;
  }

  /// The manifests that the plan names, unless -f says where they are now; the plan's stack, unless one is
  /// named.
  Step<Inputs> gather_for(Context& context, const model::Plan& saved) const {
    std::vector<std::string> paths = plan_flags.manifests;
    if (paths.empty())
      for (const model::ManifestDigest& manifest : saved.binding.manifests) {
        if (manifest.path == "<stdin>")
          return tl::unexpected(
              context.stop_usage("the plan was made from stdin", "pipe the same manifests in with -f -"));
        paths.push_back(base::join_path(named_project_folder(context), manifest.path));
      }
    auto inputs = gather(context, paths.empty() ? Needs::nothing : Needs::manifests, paths, saved.mode);
    context.state.repeated_flags = repeated_flags(context.common, plan_flags.manifests);
    if (inputs && !inputs->configuration.settings.stack_was_named)
      inputs->configuration.settings.stack = saved.binding.stack;
    return inputs;
  }

  Step<std::unique_ptr<base::FileLock>> prepare(Context& context, Session& session,
                                                const Inputs& inputs) const {
    check_all_sinks(context, inputs, token_sinks(inputs.configuration.project));
    if (auto valid = require_valid(context); !valid)
      return tl::unexpected(valid.error());
    keep_out_of_git(context, inputs.configuration.project);
    if (!apply_flags.lock)
      return std::unique_ptr<base::FileLock>();
    return take_lock(context, session, inputs.configuration, "apply");
  }

  Step<std::monostate> check_digest(Context& context, const std::string& digest) const {
    if (!expect_digest || *expect_digest == digest)
      return std::monostate{};
    return tl::unexpected(
        context.stop({base::FailureKind::stale,
                      fmt::format("the plan's digest is {}, not {}", digest, base::visible(*expect_digest)),
                      "this is not the plan that was reviewed"}));
  }
};

} // namespace

std::unique_ptr<Invocation> make_apply() {
  return std::make_unique<Apply>();
}

} // namespace cerec::cli
