#include "cerec/catalogue/catalogue.hpp"
#include "cerec/plan/binding.hpp"
#include "operations/inputs/gather.hpp"
#include "operations/inputs/sinks.hpp"

namespace cerec::operations {

model::PlanBinding binding_of(const Inputs& inputs) {
  const config::Settings& settings = inputs.settings();
  return plan::bind({settings.account.base_url, settings.account.organization, settings.account.user,
                     settings.stack, inputs.project().environment, inputs.digests, &*inputs.key,
                     token_sinks(inputs.project())},
                    inputs.desired);
}

model::PlanMode selected_by(const PlanningRequest& request) {
  model::PlanMode mode;
  mode.targets = request.targets;
  mode.excludes = request.excludes;
  mode.shard = request.shard;
  return mode;
}

Step<plan::Options> plan_options(const Inputs& inputs, const PlanningRequest& request) {
  if (request.prune && (!request.targets.empty() || !request.excludes.empty()))
    return stop_usage("--prune cannot stand beside --target or --exclude",
                      "a partial plan does not see the whole stack");
  const config::Settings& settings = inputs.settings();
  plan::Options options;
  options.stack = settings.stack;
  options.stack_was_named = settings.stack_was_named;
  options.binding = binding_of(inputs);
  options.mode = selected_by(request);
  options.mode.partial = !request.targets.empty() || !request.excludes.empty() || request.shard.has_value();
  options.mode.prune = request.prune;
  options.mode.delete_by_disable = settings.delete_by_disable;
  options.mode.refresh = settings.refresh;
  options.mode.allow_empty = request.allow_empty;
  options.mode.allow_replace = {request.allow_replace.begin(), request.allow_replace.end()};
  for (const std::string& word : request.take_over)
    options.mode.take_over.insert(model::TakeOver::parse(word));
  options.mode.rotate = request.rotate;
  options.limits = settings.delete_limits;
  options.unsettled_age = settings.apply.unsettled_age();
  options.key = &*inputs.key;
  options.previous_keys = settings.previous_keys();
  options.is_secret = catalogue::is_secret;
  options.sinks = token_sinks(inputs.project());
  return options;
}

} // namespace cerec::operations
