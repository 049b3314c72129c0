#include "sim/calls.hpp"
#include "sim/keeping.hpp"
#include "sim/render.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cerec::sim {
namespace {

constexpr std::string_view k_no_code =
    "You must provide an OAuth code in order to create an instance of this element";

bool holds_tokens(const Draft& draft) {
  if (draft.external_authentication != "initial" || !draft.configuration)
    return false;
  const auto refresh = draft.configuration->find("oauth.user.refresh_token");
  const auto access = draft.configuration->find("oauth.user.token");
  const auto filled = [&](const auto& found) {
    return found != draft.configuration->end() && found->second && !found->second->empty();
  };
  return filled(refresh) || filled(access);
}

bool lacks_code(const ElementModel& model, const Draft& draft) {
  const std::string authentication = chosen_authentication(model, draft);
  if (authentication == "oauth2")
    return draft.oauth_code.empty() && !holds_tokens(draft);
  if (authentication == "oauth1" || authentication == "oauth1Plaintext")
    return draft.oauth_token.empty() && !holds_tokens(draft);
  return false;
}

std::optional<Answer> missing_answer(Core& core, const ElementModel& model, const Draft& draft) {
  if (core.config.choices.missing_entries == Choices::Missing::accept)
    return std::nullopt;
  std::vector<std::string> missing = missing_entries(model, draft);
  if (missing.empty())
    return std::nullopt;
  if (core.config.choices.missing_entries == Choices::Missing::first)
    missing.resize(1);
  return core.error(400, fmt::format("Missing required configuration: {}", fmt::join(missing, ", ")));
}

std::optional<Answer> taken_name(const CallContext& context, const Draft& draft, const ElementModel& model) {
  if (context.core.config.choices.same_name == Choices::Sibling::allowed)
    return std::nullopt;
  for (const auto& [id, instance] : context.core.store.instances())
    if (instance->account == context.account && instance->model == &model && instance->name == draft.name)
      return context.core.error(409, "An element instance with this name exists already");
  return std::nullopt;
}

/// The element that the body or the path names; null, with `refused` filled, if there is none.
const ElementModel* element_of(Core& core, const Draft& draft, std::string_view element,
                               std::optional<Answer>& refused) {
  const ElementModel* model = !element.empty()             ? find_model_by_text(element)
                              : !draft.element_key.empty() ? find_model(draft.element_key)
                                                           : find_model(draft.element_id);
  if (model != nullptr)
    return model;
  if (element.empty() && draft.element_key.empty() && draft.element_id == 0)
    refused = core.error(400, "element.key or element.id is required");
  else if (!element.empty() || !draft.element_key.empty())
    refused = core.error(404, fmt::format("No element found with key {}",
                                          element.empty() ? std::string_view(draft.element_key) : element));
  else
    refused = core.error(404, fmt::format("No element found with ID {}", draft.element_id));
  return nullptr;
}

/// What the provider gives for a code.
void store_exchange(const PendingCreate& pending, Core& core, int64_t id, Settings& configuration) {
  if (pending.draft.oauth_code.empty())
    return;
  for (const char* key : {"oauth.user.token", "oauth.user.refresh_token"})
    if (pending.model->find(key) != nullptr)
      configuration[key] = core.token_for(-id - (key[11] == 't' ? 0 : 1'000'000));
}

} // namespace

std::optional<Answer> provider_refuses(Core& core, const Draft& draft) {
  const std::string& refused = core.config.choices.refused_credential;
  if (draft.configuration && !refused.empty())
    for (const auto& [key, value] : *draft.configuration)
      if (value == refused)
        return core.error(401, "The provider refused the credentials", "invalid username or password");
  if (!draft.oauth_code.empty() && !core.store.used_codes.insert(draft.oauth_code).second)
    return core.error(401, "The provider refused the OAuth code", "invalid_grant: the code was used already");
  return std::nullopt;
}

std::optional<Answer> begin_create(const CallContext& context, std::string_view element,
                                   std::shared_ptr<const PendingCreate>& pending) {
  Core& core = context.core;
  auto draft = read_draft(context.call.body, core.config.choices);
  if (!draft)
    return core.error(400, draft.error().message);
  std::optional<Answer> refused;
  const ElementModel* model = element_of(core, *draft, element, refused);
  if (model == nullptr)
    return refused;
  if (!draft->name || draft->name->empty())
    return core.error(400, "name is required");
  if (lacks_code(*model, *draft))
    return core.error(400, k_no_code);
  if (auto answer = missing_answer(core, *model, *draft))
    return answer;
  if (auto answer = taken_name(context, *draft, *model))
    return answer;
  if (draft->configuration) {
    Settings stored;
    if (auto merged = merge_configuration(core.config.choices, *model, *draft->configuration, stored);
        !merged)
      return core.error(400, merged.error().message);
    draft->configuration = std::move(stored);
  }
  if (auto answer = provider_refuses(core, *draft))
    return answer;
  const int64_t id = core.config.choices.ids == Choices::Ids::at_start ? core.store.take_id() : 0;
  pending =
      std::make_shared<const PendingCreate>(PendingCreate{std::move(*draft), model, context.account, id});
  return std::nullopt;
}

Answer commit_create(Core& core, const PendingCreate& pending, base::WallTime now, const std::string& actor) {
  auto instance = std::make_shared<Instance>();
  instance->id = pending.id != 0 ? pending.id : core.store.take_id();
  instance->account = pending.account;
  instance->element = pending.model->key;
  instance->model = pending.model;
  instance->name = *pending.draft.name;
  instance->token = core.token_for(instance->id);
  instance->created = timestamp(service_time(now, core.config.choices));
  if (pending.draft.tags)
    instance->tags = *pending.draft.tags;
  else if (core.config.choices.name_as_tag == Choices::NameTag::yes)
    instance->tags = {kept_tag(instance->name, core.config.choices)};
  if (pending.draft.configuration)
    instance->configuration = *pending.draft.configuration;
  if (!pending.draft.external_authentication.empty())
    instance->external_authentication = pending.draft.external_authentication;
  store_exchange(pending, core, instance->id, instance->configuration);
  std::string body = created_json(*instance, core.config.choices);
  if (pending.draft.retrieve_objects)
    body.insert(body.size() - 1, R"(,"objects":[])");
  core.store.put(MutationKind::create, std::move(instance), now, actor);
  return core.ok(std::move(body));
}

} // namespace cerec::sim
