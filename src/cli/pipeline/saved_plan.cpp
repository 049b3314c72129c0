#include "cli/pipeline/saved_plan.hpp"

#include "cerec/base/text.hpp"
#include "cerec/catalogue/catalogue.hpp"

#include <fmt/format.h>

namespace cerec::cli {
namespace {

constexpr uint64_t k_most_bytes = 1ULL << 30;

std::string listed(const std::vector<std::string>& reasons) {
  std::string text;
  for (const std::string& reason : reasons)
    text += (text.empty() ? "" : "; ") + reason;
  return text;
}

/// The instance that a change left behind, as the fresh plan sees it; 0 if there is none.
int64_t current_id(const model::Change& saved, const model::Plan& fresh) {
  if (saved.kind == model::ChangeKind::remove || saved.kind == model::ChangeKind::dedupe)
    return 0; // what has the address now is another one
  for (const model::Change& change : fresh.changes)
    if (change.kind == model::ChangeKind::keep && change.address == saved.address)
      return change.instance_id; // not that of a dedupe, which comes first in the order of changes
  return 0;
}

} // namespace

Step<plan::PlanFile> read_plan_file(Context& context, const std::string& path) {
  auto text = path == "-" ? context.system.terminal.read_all(k_most_bytes)
                          : context.system.files.read(context.at(path), k_most_bytes);
  if (!text && text.error().kind == base::FailureKind::interrupted)
    return tl::unexpected(context.stop(text.error()));
  if (!text)
    return tl::unexpected(context.stop_usage("cannot read the plan file: " + text.error().message));
  auto decoded = plan::decode(*text);
  if (!decoded)
    return tl::unexpected(context.stop(decoded.error()));
  return std::move(*decoded);
}

plan::Options options_of(const model::Plan& saved, const Inputs& inputs) {
  plan::Options options;
  options.stack = inputs.configuration.settings.stack;
  options.stack_was_named = true; // it was, or the saved plan holds no delete
  options.binding = binding_of(inputs);
  options.mode = saved.mode;
  options.limits = saved.limits;
  options.key = &*inputs.key;
  options.previous_keys = inputs.configuration.settings.previous_keys();
  options.is_secret = catalogue::is_secret;
  options.sinks = token_sinks(inputs.configuration.project);
  for (const model::Change& change : saved.changes) {
    if (change.refused())
      continue;
    const std::string address = change.address.text();
    if (change.kind == model::ChangeKind::replace)
      options.allow_replace.insert(address);
    if (change.kind == model::ChangeKind::adopt)
      options.take_over.insert(fmt::format("{}={}", address, change.instance_id));
    if (change.reason == model::Reason::rotate_requested)
      options.rotate.push_back(address);
    if (model::row_of(change.kind).destroys)
      options.allow_empty_desired = true; // the guard was passed when the plan was made
  }
  return options;
}

Step<Checked> check_saved(Context& context, const plan::PlanFile& saved, const model::Plan& fresh,
                          base::Duration max_age, bool strict) {
  const plan::Staleness staleness = plan::check(saved, fresh, context.system.clock.wall(), max_age);
  if (!staleness.whole.empty())
    return tl::unexpected(context.stop(
        {base::FailureKind::stale,
         "the saved plan cannot be applied: " + base::visible(listed(staleness.whole)), "make a new plan"}));
  if (strict && !staleness.changes.empty()) {
    const auto& [index, reason] = staleness.changes.front();
    const std::string address = saved.plan.changes.at(index).address.text();
    return tl::unexpected(
        context.stop({base::FailureKind::stale,
                      fmt::format("{} of the planned changes moved since the plan was made; {}: {}",
                                  staleness.changes.size(), base::visible(address), base::visible(reason)),
                      "make a new plan; without --strict the others would be applied"}));
  }
  Checked checked;
  checked.already_applied = staleness.already_applied;
  checked.left_alone.moved.insert(staleness.changes.begin(), staleness.changes.end());
  for (const size_t index : staleness.done)
    checked.left_alone.done.emplace(index, current_id(saved.plan.changes.at(index), fresh));
  return checked;
}

} // namespace cerec::cli
