#include "sim/calls.hpp"
#include "sim/render.hpp"

#include <fmt/format.h>

namespace cerec::sim {
namespace {

Answer answer_with(const CallContext& context, std::shared_ptr<Instance> changed, MutationKind kind) {
  std::string body = full_json(*changed, context.core.config.choices);
  context.core.store.put(kind, std::move(changed), context.now, context.call.actor);
  return context.core.ok(std::move(body));
}

/// The element that a write moves the instance to (docs/api.md 6): the same one if the body states none.
const ElementModel* moved_to(const Instance& instance, const Draft& draft) {
  if (!draft.element_key.empty())
    return find_model(draft.element_key);
  return draft.element_id != 0 ? find_model(draft.element_id) : instance.model;
}

base::Result<void> write_configuration(const Choices& choices, const Draft& draft, MutationKind kind,
                                       Instance& changed) {
  if (!draft.configuration)
    return {};
  const auto way = kind == MutationKind::put ? choices.put_configuration : choices.patch_configuration;
  Settings target = way == Choices::Write::merge ? changed.configuration : Settings{};
  if (way == Choices::Write::replace) // the mask stands for what was stored
    for (const auto& [key, value] : *draft.configuration)
      if (const auto old = changed.configuration.find(key);
          value == k_mask && old != changed.configuration.end())
        target.insert(*old);
  auto merged = merge_configuration(choices, *changed.model, *draft.configuration, target);
  if (merged)
    changed.configuration = std::move(target);
  return merged;
}

Answer patch_entry(const CallContext& context, const Instance& instance, int64_t config_id) {
  const auto key = key_of_entry(instance, config_id);
  if (!key)
    return context.core.error(404, fmt::format("No configuration found with ID {}", config_id));
  auto value = read_property_value(context.call.body, context.core.config.choices);
  if (!value)
    return context.core.error(400, value.error().message);
  auto changed = std::make_shared<Instance>(instance);
  if (auto merged = merge_configuration(context.core.config.choices, *instance.model, {{*key, *value}},
                                        changed->configuration);
      !merged)
    return context.core.error(400, merged.error().message);
  std::string body = entry_value_json(*changed, config_id).value_or("{}");
  context.core.store.put(MutationKind::patch, std::move(changed), context.now, context.call.actor);
  return context.core.ok(std::move(body));
}

} // namespace

base::Result<void> merge_configuration(const Choices& choices, const ElementModel& model,
                                       const Settings& sent, Settings& stored) {
  for (const auto& [key, value] : sent) {
    const EntryModel* entry = model.find(key);
    const bool masked = entry != nullptr && entry->masked;
    if (entry == nullptr && choices.unknown_key == Choices::UnknownKey::reject)
      return base::fail(fmt::format("Unknown configuration key: {}", key));
    if (entry == nullptr && choices.unknown_key == Choices::UnknownKey::drop)
      continue;
    if (masked && value == k_mask && choices.mask_received == Choices::Mask::keep)
      continue;
    if (!value && choices.null_value == Choices::Null::reset)
      stored.erase(key);
    else
      stored[key] = value;
  }
  return {};
}

Answer get_instance(const CallContext& context, const Instance& instance) {
  return context.core.ok(full_json(instance, context.core.config.choices));
}

Answer write_instance(const CallContext& context, const Instance& instance, MutationKind kind) {
  Core& core = context.core;
  const Choices& choices = core.config.choices;
  const auto draft = read_draft(context.call.body, choices);
  if (!draft)
    return core.error(400, draft.error().message);
  auto changed = std::make_shared<Instance>(instance);
  const ElementModel* model = moved_to(instance, *draft);
  if (model == nullptr)
    return core.error(404, "No element found with this key or ID");
  changed->model = model;
  changed->element = model->key;
  if (draft->name && draft->name->empty())
    return core.error(400, "name is required");
  if (draft->name)
    changed->name = *draft->name;
  if (draft->tags)
    changed->tags = *draft->tags;
  if (auto written = write_configuration(choices, *draft, kind, *changed); !written)
    return core.error(400, written.error().message);
  if (auto refused = provider_refuses(core, *draft))
    return *refused;
  return answer_with(context, std::move(changed), kind);
}

Answer remove_instance(const CallContext& context, const Instance& instance) {
  context.core.store.remove(instance.id, context.now, context.call.actor);
  return context.core.ok({});
}

Answer set_enabled(const CallContext& context, const Instance& instance, bool enabled) {
  if (instance.disabled == enabled) {
    auto changed = std::make_shared<Instance>(instance);
    changed->disabled = !enabled;
    context.core.store.put(enabled ? MutationKind::enable : MutationKind::disable, std::move(changed),
                           context.now, context.call.actor);
  }
  return context.core.ok({});
}

Answer configuration_call(const CallContext& context, const Instance& instance,
                          std::optional<int64_t> config_id) {
  if (!config_id)
    return context.core.ok(entries_json(instance));
  if (context.call.method == http::Method::patch)
    return patch_entry(context, instance, *config_id);
  const auto entry = entry_value_json(instance, *config_id);
  return entry ? context.core.ok(*entry)
               : context.core.error(404, fmt::format("No configuration found with ID {}", *config_id));
}

} // namespace cerec::sim
