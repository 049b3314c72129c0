#include "report/json_parts.hpp"

#include "report/parts.hpp"

namespace cerec::report {
namespace {

using model::Change;
using model::Shown;

Json value_json(const Shown& shown) {
  switch (shown.kind) {
  case Shown::Kind::absent:
  case Shown::Kind::null:
    return nullptr;
  case Shown::Kind::text:
    return shown.text;
  case Shown::Kind::secret:
    return {{"secret", text_or_null(shown.text)}, {"reference", text_or_null(shown.reference)}};
  }
  return nullptr;
}

std::string_view word_of(Shown::Kind kind) {
  switch (kind) {
  case Shown::Kind::absent:
    return "absent";
  case Shown::Kind::null:
    return "null";
  case Shown::Kind::text:
    return "text";
  case Shown::Kind::secret:
    return "secret";
  }
  return "?";
}

Json fields_json(const std::vector<model::FieldChange>& fields) {
  Json out = Json::array();
  for (const model::FieldChange& field : fields)
    out.push_back({{"path", field.path.text()},
                   {"state", model::text_of(field.state)},
                   {"before_kind", word_of(field.before.kind)},
                   {"before", value_json(field.before)},
                   {"after_kind", word_of(field.after.kind)},
                   {"after", value_json(field.after)}});
  return out;
}

Json origin_json(const model::Origin& origin) {
  if (origin.file.empty())
    return nullptr;
  return {{"file", origin.file}, {"line", origin.line}, {"column", origin.column}};
}

Json candidates_json(const std::vector<model::Candidate>& candidates) {
  Json out = Json::array();
  for (const model::Candidate& candidate : candidates)
    out.push_back({{"id", candidate.id},
                   {"name", candidate.name},
                   {"created", text_or_null(candidate.created)},
                   {"owner", text_or_null(candidate.owner)}});
  return out;
}

Json mode_json(const model::PlanMode& mode) {
  return {{"prune", mode.prune},
          {"partial", mode.partial},
          {"destroy", mode.destroy},
          {"delete_mode", mode.delete_by_disable ? "disable" : "delete"},
          {"refresh", text_of(mode.refresh)},
          {"targets", mode.targets},
          {"excludes", mode.excludes},
          {"shard", text_or_null(mode.shard ? mode.shard->text() : "")}};
}

Json inputs_json(const model::PlanBinding& binding) {
  Json manifests = Json::array();
  for (const model::ManifestDigest& manifest : binding.manifests)
    manifests.push_back({{"path", manifest.path}, {"sha256", manifest.sha256}});
  Json secrets = Json::array();
  for (const model::SecretMark& secret : binding.secrets)
    secrets.push_back({{"address", secret.address},
                       {"path", secret.path.text()},
                       {"reference", secret.reference},
                       {"mark", text_or_null(secret.mark)}});
  return {{"manifests", std::move(manifests)}, {"secrets", std::move(secrets)}};
}

} // namespace

Json text_or_null(std::string_view text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json id_or_null(int64_t id) {
  return id == 0 ? Json(nullptr) : Json(id);
}

Json json_of(const Change& change) {
  const model::KindRow& row = model::row_of(change.kind);
  Json actions = Json::array();
  for (const std::string_view action : row.actions)
    if (!action.empty())
      actions.push_back(action);
  Json remote = nullptr;
  if (change.instance_id != 0)
    remote = {{"id", change.instance_id},
              {"created", text_or_null(change.created)},
              {"precondition", text_or_null(change.precondition)},
              {"healthy", !change.unhealthy}};
  Json refusal = nullptr;
  if (change.refused())
    refusal = {{"code", model::text_of(change.refusal)},
               {"message", words_of(change.refusal)},
               {"candidates", candidates_json(change.candidates)},
               {"advice", text_or_null(change.advice)}};
  return {{"address", change.address.text()},
          {"element", change.address.element},
          {"id", change.address.logical_id},
          {"name", change.name},
          {"previous_name", text_or_null(change.previous_name)},
          {"kind", row.word},
          {"actions", std::move(actions)},
          {"destroys", row.destroys},
          {"reason", model::text_of(change.reason)},
          {"origin", origin_json(change.origin)},
          {"remote", std::move(remote)},
          {"tags_only", change.fingerprint_only},
          {"diff", fields_json(change.fields)},
          {"sinks", change.sinks},
          {"unverified", model::texts_of(change.unverified)},
          {"refusal", std::move(refusal)},
          {"notes", change.notes}};
}

Json summary_json(const model::Plan& plan) {
  const model::PlanCounts counts = plan.counts();
  Json out = {{"message", summary_line(plan)}};
  for (const model::KindRow& row : model::change_kinds()) {
    const auto found = counts.by_kind.find(row.kind);
    out[std::string(row.word)] = found == counts.by_kind.end() ? 0 : found->second;
  }
  out["refused"] = counts.refused;
  out["unverifiable"] = counts.unverifiable;
  out["would_prune"] = counts.would_prune;
  out["quarantined"] = plan.quarantined;
  out["ignored"] = counts.ignored_unowned + counts.foreign;
  return out;
}

Json head_of(const model::Plan& plan, const Document& document) {
  const auto deletes = plan.counts().by_kind[model::ChangeKind::remove];
  return {
      {"digest", text_or_null(document.plan_digest)},
      {"file", text_or_null(document.plan_file)},
      {"target", target_json(plan.binding)},
      {"mode", mode_json(plan.mode)},
      {"inputs", inputs_json(plan.binding)},
      {"listing",
       {{"complete", true},
        {"count", plan.listed},
        {"owned", plan.owned},
        {"requests", plan.list_requests},
        {"detail_requests", plan.detail_requests}}},
      {"has_changes", plan.has_changes()},
      {"has_refusals", plan.has_refusals()},
      {"changes", Json::array()},
      {"would_prune", Json::array()},
      {"ignored", {{"unowned", plan.ignored_unowned}, {"foreign", plan.foreign}}},
      {"limits",
       {{"delete",
         {{"count", deletes}, {"max", plan.limits.max_deletes}, {"max_percent", plan.limits.max_percent}}}}},
      {"warnings", plan.warnings},
      {"summary", summary_json(plan)}};
}

Json json_of(const model::DriftItem& item) {
  return {{"kind", model::text_of(item.kind)},
          {"message", words_of(item.kind)},
          {"address", item.address.logical_id.empty() ? Json(nullptr) : Json(item.address.text())},
          {"name", item.name},
          {"instance_id", id_or_null(item.instance_id)},
          {"created", text_or_null(item.created)},
          {"origin", origin_json(item.origin)},
          {"detail", text_or_null(item.detail)},
          {"diff", fields_json(item.fields)}};
}

} // namespace cerec::report
