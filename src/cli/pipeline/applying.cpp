#include "cli/pipeline/applying.hpp"

#include "cerec/apply/executor.hpp"
#include "cerec/base/text.hpp"
#include "cerec/catalogue/catalogue.hpp"
#include "cli/pipeline/advised.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::cli {
namespace {

/// The backward arrow of the pipeline: what the executor says goes to the output.
class Events final : public model::EventSink {
public:
  Events(Output& output, const model::Plan& plan) : output_(output), plan_(plan) {}
  void on(const model::ApplyEvent& event) override { output_.event(event, plan_); }

private:
  Output& output_;
  const model::Plan& plan_;
};

std::string holder_note(Context& context, const std::string& operation) {
  base::Environment& environment = context.system.environment;
  const auto or_unknown = [&](const char* name) {
    const auto value = environment.get(name);
    return value && !value->empty() ? base::visible(*value) : std::string("?");
  };
  return fmt::format("cerec {} by {}@{} since {}", operation, or_unknown("USER"), or_unknown("HOSTNAME"),
                     context.output.timestamp());
}

/// The plan as the executor gets it: what is so already is a keep there, so that the indices stay.
model::Plan without_done(const Reviewed& reviewed) {
  model::Plan out = reviewed.plan;
  for (const auto& [index, id] : reviewed.comparison.done) {
    out.changes.at(index).kind = model::ChangeKind::keep;
    out.changes.at(index).instance_id = id;
  }
  return out;
}

void add_done(model::Outcome& outcome, const plan::Comparison& comparison) {
  for (const auto& [index, id] : comparison.done) {
    const size_t wanted = index;
    const bool told = std::any_of(outcome.changes.begin(), outcome.changes.end(),
                                  [&](const auto& each) { return each.change == wanted; });
    if (told) // its token could not be stored
      continue;
    model::ChangeOutcome one;
    one.change = index;
    one.ending = model::Ending::done;
    one.instance_id = id;
    one.already_existed = true;
    one.message = "already applied";
    outcome.changes.push_back(std::move(one));
  }
  std::stable_sort(outcome.changes.begin(), outcome.changes.end(),
                   [](const auto& a, const auto& b) { return a.change < b.change; });
}

std::vector<std::string> known_entries(const model::ElementRef& reference) {
  const catalogue::Element* element =
      reference.key.empty() ? catalogue::find_element(reference.id) : catalogue::find_element(reference.key);
  std::vector<std::string> keys;
  if (element != nullptr)
    for (const catalogue::Entry& entry : element->entries)
      keys.push_back(entry.key);
  return keys;
}

} // namespace

void declare_apply_flags(OptionSet& options, ApplyFlags& flags) {
  options.group("Applying");
  options.flag({"--auto-approve"}, flags.auto_approve, "do not ask");
  options.alias("--auto-approve", "--yes");
  options.flag({"--fail-fast"}, flags.fail_fast, "start nothing new after the first failure");
  options.flag({"--lock"}, flags.lock, "take the lock of this folder (--lock=false: do not)");
}

Step<std::monostate> require_approval_possible(Context& context, const ApplyFlags& flags) {
  if (flags.auto_approve)
    return std::monostate{};
  base::Terminal& terminal = context.system.terminal;
  const bool shows_plan = !context.output.machine() && context.output.format().opening != nullptr;
  if (terminal.in_is_tty() && terminal.err_is_tty() && shows_plan)
    return std::monostate{};
  return tl::unexpected(context.stop_usage(
      shows_plan
          ? "approval is needed, and there is no terminal to ask on"
          : fmt::format("approval is needed, and -o {} leaves no way to ask", context.output.format().name),
      "pass --auto-approve, or apply a saved plan"));
}

Step<std::unique_ptr<base::FileLock>> take_lock(Context& context, Session& session,
                                                const Configuration& configuration,
                                                const std::string& operation) {
  constexpr base::Duration say_after{400}, pause{200};
  const std::string path = configuration.project.state_path("lock");
  const std::string note = holder_note(context, operation);
  base::Clock& clock = context.system.clock;
  const base::TimePoint begin = clock.now();
  bool said = false;
  for (;;) {
    auto lock = context.system.files.lock(path, note);
    if (lock)
      return std::move(*lock);
    if (lock.error().kind != base::FailureKind::locked)
      return tl::unexpected(context.stop(lock.error()));
    const auto waited = clock.now() - begin;
    if (waited >= configuration.settings.lock_timeout)
      return tl::unexpected(context.stop(
          {base::FailureKind::locked,
           fmt::format("{} is held: {}", base::visible(path), base::visible(lock.error().message)),
           "wait for the other run, or give --lock-timeout; the lock ends with its process"}));
    if (waited >= say_after && !said) {
      context.output.note(
          fmt::format("Waiting for {}: {}", base::visible(path), base::visible(lock.error().message)));
      said = true;
    }
    (void)session.transport().next(clock.now() + pause); // with nothing in flight: the program's sleep
    if (context.system.signals.count() > 0)
      return tl::unexpected(
          context.stop({base::FailureKind::interrupted, "interrupted while waiting for the lock", ""}));
  }
}

model::ExitCode carry_out(Context& context, Session& session, const Inputs& inputs, const ApplyFlags& flags,
                          const Reviewed& reviewed, bool strict) {
  const Settings& settings = inputs.configuration.settings;
  System& system = context.system;
  apply::Limits limits = settings.apply;
  limits.fail_fast = flags.fail_fast;
  limits.strict = strict;
  const model::Plan executed = without_done(reviewed);
  Events events(context.output, reviewed.plan);
  const apply::Inputs work{executed,
                           inputs.desired,
                           reviewed.listing,
                           *inputs.key,
                           token_sinks(inputs.configuration.project),
                           limits,
                           reviewed.comparison.stale,
                           known_entries,
                           inputs.configuration.project.state_path("intents.jsonl"),
                           deliveries_of(inputs.configuration),
                           reviewed.looked_at};
  apply::Ports ports{session.dispatcher(), system.clock,    system.random, system.signals,  system.files,
                     system.processes,     system.terminal, events,        &context.secrets};
  model::Outcome outcome = apply::run(work, session.requests(), ports);
  add_done(outcome, reviewed.comparison);
  for (const std::string& second : reviewed.comparison.seconds) {
    outcome.warnings.push_back(second + ": `cerec plan` does");
    outcome.stale = true;
  }
  const model::ExitCode code = model::exit_code_of(outcome, reviewed.plan);
  show(context, std::move(outcome));
  return code;
}

} // namespace cerec::cli
