#include "sim/element_model.hpp"

#include "cerec/base/number.hpp"
#include "sim/json_text.hpp"

#include "cerec/catalogue/catalogue.hpp"

#include <algorithm>
#include <map>

namespace cerec::sim {
namespace {

using Tri = catalogue::Entry::Tri;

/// Secrets by type, and the two of OAuth whatever their type (docs/api.md 3.1).
bool is_masked(const catalogue::Entry& entry) {
  return entry.type == "PASSWORD" || entry.key == "oauth.api.key" || entry.key == "oauth.api.secret";
}

EntryModel entry_model(const catalogue::Entry& entry, int64_t id) {
  EntryModel model;
  model.key = entry.key;
  model.type = entry.type;
  model.required = entry.required == Tri::yes && !entry.from_pages;
  model.hidden = entry.hidden == Tri::yes;
  model.internal = entry.internal;
  model.active = entry.active;
  model.masked = is_masked(entry);
  model.filled = entry.has_default;
  model.has_default = entry.has_default || entry.empty_default;
  model.default_value = entry.default_value;
  model.group = entry.group;
  model.options = entry.options;
  model.id = id;
  return model;
}

bool is_oauth(std::string_view authentication) {
  return authentication.substr(0, 5) == "oauth";
}

std::string summary_json(const ElementModel& model) {
  std::string out = "{";
  append_member(out, "id", model.id);
  append_member(out, "name", model.name);
  append_member(out, "hookName", model.name);
  append_member(out, "key", model.key);
  append_member(out, "description", "");
  append_member(out, "image", "");
  append_member(out, "active", true);
  append_member(out, "deleted", false);
  append_member(out, "typeOauth", is_oauth(model.authentication));
  append_member(out, "trialAccount", false);
  append_member(out, "resources");
  out += "[]";
  append_member(out, "transformationsEnabled", true);
  append_member(out, "bulkDownloadEnabled", false);
  append_member(out, "bulkUploadEnabled", false);
  append_member(out, "cloneable", true);
  append_member(out, "extendable", true);
  append_member(out, "beta", false);
  append_member(out, "authentication");
  out += '{';
  if (!model.authentication.empty())
    append_member(out, "type", model.authentication);
  out += '}';
  append_member(out, "extended", false);
  append_member(out, "hub", model.hub);
  append_member(out, "protocolType", "http");
  append_member(out, "parameters");
  out += "[]";
  append_member(out, "private", false);
  out += '}';
  return out;
}

std::vector<ElementModel> build_models() {
  std::vector<ElementModel> models;
  int64_t entry_id = 200'000;
  for (const catalogue::Element& element : catalogue::elements()) {
    ElementModel model;
    model.key = element.key;
    model.name = element.name;
    model.hub = element.hub;
    model.authentication = element.authentication;
    model.id = element.id;
    for (const catalogue::Entry& entry : element.entries)
      model.entries.push_back(entry_model(entry, ++entry_id));
    model.summary = summary_json(model);
    models.push_back(std::move(model));
  }
  return models;
}

const std::map<std::string, const ElementModel*, std::less<>>& by_key() {
  static const auto index = [] {
    std::map<std::string, const ElementModel*, std::less<>> made;
    for (const ElementModel& model : element_models())
      made.emplace(model.key, &model);
    return made;
  }();
  return index;
}

/// True if the caller of a create has to send this entry.
bool caller_sends(const EntryModel& entry, const std::string& authentication, const Draft& draft) {
  if (!entry.required || !entry.active || entry.filled || (entry.internal && entry.hidden))
    return false;
  if (!entry.group.empty() && entry.group != authentication)
    return false;
  const bool by_exchange = entry.key.substr(0, 11) == "oauth.user.";
  return !(by_exchange && (draft.has_provider_data || draft.external_authentication == "initial"));
}

} // namespace

const EntryModel* ElementModel::find(std::string_view entry_key) const {
  const auto found =
      std::lower_bound(entries.begin(), entries.end(), entry_key,
                       [](const EntryModel& entry, std::string_view k) { return entry.key < k; });
  return found != entries.end() && found->key == entry_key ? &*found : nullptr;
}

const std::vector<ElementModel>& element_models() {
  static const std::vector<ElementModel> models = build_models();
  return models;
}

const ElementModel* find_model(std::string_view key) {
  const auto found = by_key().find(key);
  return found == by_key().end() ? nullptr : found->second;
}

const ElementModel* find_model(int64_t id) {
  for (const ElementModel& model : element_models())
    if (model.id == id && id != 0) // some elements are known without their id
      return &model;
  return nullptr;
}

const ElementModel* find_model_by_text(std::string_view text) {
  if (const auto id = base::parse_number<int64_t>(text))
    return find_model(*id);
  return find_model(text);
}

std::string chosen_authentication(const ElementModel& model, const Draft& draft) {
  if (draft.configuration) {
    const auto stated = draft.configuration->find("authentication.type");
    if (stated != draft.configuration->end() && stated->second)
      return *stated->second;
  }
  const EntryModel* entry = model.find("authentication.type");
  return entry != nullptr && !entry->default_value.empty() ? entry->default_value : model.authentication;
}

std::vector<std::string> missing_entries(const ElementModel& model, const Draft& draft) {
  static const Settings nothing;
  const Settings& sent = draft.configuration ? *draft.configuration : nothing;
  const std::string authentication = chosen_authentication(model, draft);
  std::vector<std::string> missing;
  for (const EntryModel& entry : model.entries) {
    if (!caller_sends(entry, authentication, draft))
      continue;
    const auto value = sent.find(entry.key);
    if (value == sent.end() || !value->second || value->second->empty())
      missing.push_back(entry.key);
  }
  return missing;
}

std::string entry_json(const EntryModel& entry, int order) {
  std::string out = "{";
  append_member(out, "id", entry.id);
  append_member(out, "name", entry.key);
  append_member(out, "key", entry.key);
  append_member(out, "description", "");
  if (entry.has_default)
    append_member(out, "defaultValue", entry.default_value);
  append_member(out, "resellerConfig", false);
  append_member(out, "companyConfig", false);
  append_member(out, "active", entry.active);
  append_member(out, "internal", entry.internal);
  append_member(out, "groupControl", entry.key == "authentication.type");
  if (!entry.group.empty())
    append_member(out, "groupName", entry.group);
  append_member(out, "displayOrder", static_cast<int64_t>(order));
  append_member(out, "type", entry.type);
  append_member(out, "hideFromConsole", entry.hidden);
  append_member(out, "required", entry.required);
  if (!entry.options.empty()) {
    append_member(out, "options");
    out += '[';
    for (const std::string& option : entry.options) {
      if (out.back() != '[')
        out += ',';
      out += '{';
      append_member(out, "value", option);
      append_member(out, "description", option);
      out += '}';
    }
    out += ']';
  }
  out += '}';
  return out;
}

} // namespace cerec::sim
