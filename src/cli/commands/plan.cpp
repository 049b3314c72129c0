#include "cerec/plan/plan_file.hpp"
#include "cli/commands/table.hpp"
#include "cli/pipeline/advised.hpp"
#include "cli/pipeline/pipeline.hpp"

namespace cerec::cli {
namespace {

struct PlanCommand final : Invocation {
  PlanFlags flags;
  std::optional<std::string> out;
  bool detailed_exitcode = false;
  bool show_unchanged = false;

  void declare(OptionSet& options) override {
    declare_plan_flags(options, flags);
    options.text({"--out"}, "FILE", out, "save the plan (mode 0600; holds no secret)");
    options.flag({"--detailed-exitcode"}, detailed_exitcode,
                 "exit code 2 if there are changes, or instances that cannot be verified");
    options.flag({"--show-unchanged"}, show_unchanged, "list unchanged instances too");
  }

  model::ExitCode run(Context& context) override {
    context.state.detailed_keeps = show_unchanged;
    auto inputs = gather(context, Needs::manifests, flags.manifests, selected_by(context, flags));
    if (!inputs)
      return inputs.error();
    const auto options = plan_options(context, *inputs, flags);
    if (!options)
      return options.error();
    if (auto fine = out ? context.output.files().check(context.at(*out)) : base::Result<void>(); !fine)
      return context.stop(fine.error());
    Session session(context, inputs->configuration.settings);
    const auto planned = make_planned(context, session, *inputs, *options);
    if (!planned)
      return planned.error();
    if (auto used = require_used(context, *inputs, planned->listing, *options); !used)
      return used.error();
    warn_of_kept_tokens(context, *inputs, planned->listing);
    if (auto saved = save(context, planned->plan, *inputs->key); !saved)
      return context.stop(saved.error());
    if (planned->plan.has_refusals())
      return model::ExitCode::refused;
    const model::Plan& plan = planned->plan;
    const bool attention = plan.has_changes() || plan.owed_tokens > 0 || plan.has_unverified();
    return detailed_exitcode && attention ? model::ExitCode::changes : model::ExitCode::fine;
  }

  base::Result<void> save(Context& context, const model::Plan& plan,
                          const crypto::FingerprintKey& key) const {
    context.state.plan_digest = plan::digest_of(plan);
    if (!out)
      return {};
    auto written = context.output.files().write(context.at(*out),
                                                plan::encode(plan, context.system.clock.wall(), key), 0600);
    if (written) {
      context.state.plan_file = context.at(*out);
      context.state.apply_command = apply_command(context.common, flags.manifests, *out);
    }
    return written;
  }
};

} // namespace

std::unique_ptr<Invocation> make_plan_command() {
  return std::make_unique<PlanCommand>();
}

} // namespace cerec::cli
