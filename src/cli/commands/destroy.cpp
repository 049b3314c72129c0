#include "cerec/plan/plan_file.hpp"
#include "cli/commands/table.hpp"
#include "cli/pipeline/review.hpp"

#include <fmt/format.h>

namespace cerec::cli {
namespace {

struct Destroy final : Invocation {
  ApplyFlags flags;

  void declare(OptionSet& options) override { declare_apply_flags(options, flags); }

  model::ExitCode run(Context& context) override {
    if (auto possible = require_approval_possible(context, flags); !possible)
      return possible.error();
    auto inputs = gather(context, Needs::nothing, {});
    if (!inputs)
      return inputs.error();
    const Settings& settings = inputs->configuration.settings;
    if (!settings.stack_was_named)
      return context.stop_usage("destroy needs a stack that is named",
                                "pass --stack NAME, or set CEREC_STACK");
    auto options = plan_options(context, *inputs, {});
    if (!options)
      return options.error();
    options->mode.prune = true;
    options->mode.destroy = true;
    check_all_sinks(context, *inputs, token_sinks(inputs->configuration.project));
    if (auto valid = require_valid(context); !valid)
      return valid.error();
    keep_out_of_git(context, inputs->configuration.project);
    Session session(context, settings);
    std::unique_ptr<io::FileLock> held;
    if (flags.lock) {
      auto lock = take_lock(context, session, inputs->configuration, "destroy");
      if (!lock)
        return lock.error();
      held = std::move(*lock);
    }
    auto planned = make_planned(context, session, *inputs, *options);
    if (!planned)
      return planned.error();
    warn_of_kept_tokens(context, *inputs, planned->listing);
    context.state.plan_digest = plan::digest_of(planned->plan);
    context.output.open(context.document(model::ExitCode::fine));
    const Question question{
        fmt::format("Destroy the stack {}? This kills the tokens of its instances.", settings.stack),
        settings.stack};
    const auto reviewed =
        review(context, session, *inputs, flags, *options, std::move(*planned), question, false);
    if (!reviewed)
      return reviewed.error();
    return carry_out(context, session, *inputs, flags, *reviewed, false);
  }
};

} // namespace

std::unique_ptr<Invocation> make_destroy() {
  return std::make_unique<Destroy>();
}

} // namespace cerec::cli
