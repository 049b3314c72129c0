#include "plan/live_texts.hpp"

namespace cerec::plan {
namespace {

void cut(model::Change& change, const base::KnownSecrets& known) {
  if (row_of(change.kind).leaves_stack) // its name is the service's, and no manifest's
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
