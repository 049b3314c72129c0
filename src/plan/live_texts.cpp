#include "plan/live_texts.hpp"

#include <algorithm>

namespace cerec::plan {
namespace {

using model::ChangeKind;

bool has_name_of_the_service(const model::Change& change) {
  constexpr ChangeKind kinds[] = {ChangeKind::remove, ChangeKind::release, ChangeKind::dedupe};
  return std::find(std::begin(kinds), std::end(kinds), change.kind) != std::end(kinds);
}

void cut(model::Change& change, const base::KnownSecrets& known) {
  if (has_name_of_the_service(change))
    change.name = known.cut(change.name);
  change.previous_name = known.cut(change.previous_name);
  for (model::FieldChange& field : change.fields)
    if (field.before.kind == model::Shown::Kind::text)
      field.before.text = known.cut(field.before.text);
  for (model::Candidate& candidate : change.candidates)
    candidate.name = known.cut(candidate.name);
}

} // namespace

void cut_live_texts(model::Plan& plan, const base::KnownSecrets& known) {
  for (model::Change& change : plan.changes)
    cut(change, known);
  for (model::Change& change : plan.would_prune)
    cut(change, known);
}

} // namespace cerec::plan
