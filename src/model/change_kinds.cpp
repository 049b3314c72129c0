#include "cerec/model/change.hpp"

#include <algorithm>

namespace cerec::model {
namespace {

// In the order of the summary line.
constexpr std::array<KindRow, 8> k_kinds{{
    {.kind = ChangeKind::create,
     .word = "create",
     .symbol = "+",
     .done = "created",
     .summary = "to create",
     .actions = {"create", ""},
     .phase = 0,
     .effect = Effect::makes,
     .headline = true,
     .posts = true,
     .writes_values = true,
     .new_token = true,
     .drift = DriftKind::missing,
     .drift_detail = "declared, and not in the account"},
    {.kind = ChangeKind::update,
     .word = "update",
     .symbol = "~",
     .done = "updated",
     .summary = "to update",
     .actions = {"update", ""},
     .phase = 0,
     .effect = Effect::writes,
     .headline = true,
     .writes_values = true,
     .drift = DriftKind::pending,
     .drift_detail = "the manifest is ahead"},
    {.kind = ChangeKind::remove,
     .word = "delete",
     .symbol = "-",
     .done = "deleted",
     .summary = "to delete",
     .actions = {"delete", ""},
     .phase = 2,
     .effect = Effect::removes,
     .headline = true,
     .held_back = true,
     .destroys = true,
     .deletes = true,
     .leaves_stack = true,
     .drift = DriftKind::orphaned,
     .drift_detail = "no manifest declares it"},
    {.kind = ChangeKind::replace,
     .word = "replace",
     .symbol = "-/+",
     .done = "replaced",
     .summary = "to replace",
     .actions = {"delete", "create"},
     .phase = 1,
     .effect = Effect::removes,
     .held_back = true,
     .destroys = true,
     .posts = true,
     .writes_values = true,
     .new_token = true,
     .drift = DriftKind::pending,
     .drift_detail = "the element changed"},
    {.kind = ChangeKind::adopt,
     .word = "adopt",
     .symbol = ">",
     .done = "adopted",
     .summary = "to adopt",
     .actions = {"adopt", ""},
     .phase = 0,
     .effect = Effect::moves_ownership,
     .writes_values = true,
     .new_token = true,
     .drift = DriftKind::pending,
     .drift_detail = "to be adopted"},
    {.kind = ChangeKind::release,
     .word = "release",
     .symbol = "<",
     .done = "released",
     .summary = "to release",
     .actions = {"release", ""},
     .phase = 2,
     .effect = Effect::moves_ownership,
     .held_back = true,
     .leaves_stack = true,
     .drift = DriftKind::orphaned,
     .drift_detail = "no manifest declares it"},
    {.kind = ChangeKind::dedupe,
     .word = "dedupe",
     .symbol = "!",
     .done = "removed duplicate",
     .summary = "to dedupe",
     .actions = {"delete", ""},
     .phase = 2,
     .effect = Effect::removes,
     .deletes = true,
     .leaves_stack = true,
     .drift = DriftKind::duplicate,
     .drift_detail = "a second instance of one identity"},
    {.kind = ChangeKind::keep,
     .word = "keep",
     .symbol = "=",
     .done = "unchanged",
     .summary = "unchanged",
     .actions = {"no-op", ""},
     .phase = 3,
     .effect = Effect::nothing,
     .counts_as_change = false,
     .drift = DriftKind::in_sync},
}};

} // namespace

const std::array<KindRow, 8>& change_kinds() {
  return k_kinds;
}

const KindRow& row_of(ChangeKind kind) {
  return *std::find_if(k_kinds.begin(), k_kinds.end(), [&](const KindRow& row) { return row.kind == kind; });
}

std::optional<ChangeKind> kind_of(std::string_view word) {
  for (const KindRow& row : k_kinds)
    if (row.word == word)
      return row.kind;
  return std::nullopt;
}

} // namespace cerec::model
