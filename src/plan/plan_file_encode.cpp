#include "plan/plan_json.hpp"

#include "cerec/crypto/hash.hpp"

#include <fmt/format.h>
#include <functional>

namespace cerec::plan {
namespace {

using nlohmann::json;

void put(json& object, const char* name, const std::string& text) {
  if (!text.empty())
    object[name] = text;
}
void put(json& object, const char* name, const std::vector<std::string>& texts) {
  if (!texts.empty())
    object[name] = texts;
}
void put(json& object, const char* name, const std::set<std::string>& texts) {
  if (!texts.empty())
    object[name] = texts;
}
void put(json& object, const char* name, bool value) {
  if (value)
    object[name] = true;
}

std::string_view word_of(model::Shown::Kind kind) {
  switch (kind) {
  case model::Shown::Kind::absent:
    return "absent";
  case model::Shown::Kind::null:
    return "null";
  case model::Shown::Kind::text:
    return "text";
  case model::Shown::Kind::secret:
    return "secret";
  }
  return "absent";
}

/// {"text": "100"}, {"secret": "ab12cd34", "reference": "env:NAME"}, {"null": ""}, {"absent": ""}.
json json_of(const model::Shown& shown) {
  json object{{word_of(shown.kind), shown.text}};
  put(object, "reference", shown.reference);
  return object;
}

json json_of(const model::FieldChange& field) {
  return {{"path", field.path.text()},
          {"before", json_of(field.before)},
          {"after", json_of(field.after)},
          {"state", text_of(field.state)}};
}

json json_of(const model::Candidate& candidate) {
  json object{{"id", candidate.id}, {"name", candidate.name}};
  put(object, "created", candidate.created);
  put(object, "owner", candidate.owner);
  return object;
}

json json_of(const model::Change& change) {
  json object{{"kind", row_of(change.kind).word},
              {"address", {{"element", change.address.element}, {"id", change.address.logical_id}}},
              {"name", change.name}};
  if (change.reason != model::Reason::none)
    object["reason"] = text_of(change.reason);
  put(object, "previous_name", change.previous_name);
  if (change.instance_id != 0)
    object["instance_id"] = change.instance_id;
  put(object, "created", change.created);
  for (const model::FieldChange& field : change.fields)
    object["fields"].push_back(json_of(field));
  put(object, "sinks", change.sinks);
  if (change.origin != model::Origin{})
    object["origin"] = {
        {"file", change.origin.file}, {"line", change.origin.line}, {"column", change.origin.column}};
  put(object, "precondition", change.precondition);
  if (change.refused())
    object["refusal"] = text_of(change.refusal);
  for (const model::Candidate& candidate : change.candidates)
    object["candidates"].push_back(json_of(candidate));
  put(object, "advice", change.advice);
  put(object, "notes", change.notes);
  put(object, "unverified", model::texts_of(change.unverified));
  put(object, "unhealthy", change.unhealthy);
  put(object, "fingerprint_only", change.fingerprint_only);
  return object;
}

json json_of(const model::PlanBinding& binding) {
  json manifests = json::array(), secrets = json::array();
  for (const model::ManifestDigest& one : binding.manifests)
    manifests.push_back({{"path", one.path}, {"sha256", one.sha256}});
  for (const model::SecretMark& one : binding.secrets)
    secrets.push_back({{"address", one.address},
                       {"path", one.path.text()},
                       {"reference", one.reference},
                       {"mark", one.mark}});
  json object{{"base_url", binding.base_url}, {"account", binding.account}, {"user", binding.user},
              {"stack", binding.stack},       {"manifests", manifests},     {"secrets", secrets}};
  put(object, "environment", binding.environment);
  put(object, "sinks", binding.sinks);
  return object;
}

json json_of(const model::PlanMode& mode) {
  json object{{"refresh", text_of(mode.refresh)}};
  put(object, "prune", mode.prune);
  put(object, "partial", mode.partial);
  put(object, "destroy", mode.destroy);
  put(object, "delete_by_disable", mode.delete_by_disable);
  put(object, "targets", mode.targets);
  put(object, "excludes", mode.excludes);
  put(object, "shard", mode.shard ? mode.shard->text() : "");
  put(object, "allow_empty", mode.allow_empty);
  put(object, "allow_replace", mode.allow_replace);
  for (const model::TakeOver& word : mode.take_over)
    object["take_over"].push_back(word.text());
  put(object, "rotate", mode.rotate);
  return object;
}

/// All members but the changes, which are empty lists here: there are many, and no tree of them is ever
/// built.
json head_of(const model::Plan& plan) {
  return {{"format_version", k_format_version},
          {"binding", json_of(plan.binding)},
          {"mode", json_of(plan.mode)},
          {"limits", {{"max_deletes", plan.limits.max_deletes}, {"max_percent", plan.limits.max_percent}}},
          {"changes", json::array()},
          {"would_prune", json::array()},
          {"seen",
           {{"owned", plan.owned},
            {"ignored_unowned", plan.ignored_unowned},
            {"foreign", plan.foreign},
            {"quarantined", plan.quarantined},
            {"listed", plan.listed},
            {"list_requests", plan.list_requests},
            {"detail_requests", plan.detail_requests}}},
          {"warnings", plan.warnings}};
}

using Put = std::function<void(std::string_view)>;

void put_list(const std::vector<model::Change>& changes, std::string_view line, const Put& put) {
  put("[");
  for (const model::Change& change : changes) {
    put(&change == changes.data() ? "" : ",");
    put(line);
    put(compact(json_of(change)));
  }
  put(changes.empty() ? "" : line);
  put("]");
}

/// The members in their order, sorted since the object is a std::map. `line`: what parts them and the
/// changes.
void put_members(const json& head, const model::Plan& plan, std::string_view line, const Put& put) {
  put("{");
  for (const auto& [name, member] : head.items()) {
    put(name == head.begin().key() ? "" : ",");
    put(line);
    put(compact(name));
    put(":");
    if (name == "changes")
      put_list(plan.changes, line, put);
    else if (name == "would_prune")
      put_list(plan.would_prune, line, put);
    else
      put(compact(member));
  }
  put(line);
  put("}");
}

} // namespace

std::string compact(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string digest_of_json(const json& value) {
  return "sha256:" + crypto::sha256_hex(compact(value));
}

std::string digest_of(const model::Plan& plan) {
  crypto::Sha256 hash;
  put_members(head_of(plan), plan, "", [&](std::string_view text) { hash.add(text); });
  return "sha256:" + hash.hex();
}

/// One change a line, so that two plan files can be compared with line-based tools.
std::string encode(const model::Plan& plan, base::WallTime created, const crypto::FingerprintKey& key) {
  json head = head_of(plan);
  const std::string digest = digest_of(plan), time = base::text_of(created);
  head["digest"] = digest;
  head["created"] = time;
  head["seal"] = seal_of(key, digest, time);
  std::string text;
  put_members(head, plan, "\n", [&](std::string_view part) { text += part; });
  return text + "\n";
}

} // namespace cerec::plan
