#include "apply/in_effect.hpp"

#include <algorithm>

namespace cerec::apply {

model::Plan without_done(const model::Plan& plan, const std::map<size_t, int64_t>& done) {
  model::Plan out = plan;
  for (const auto& [index, id] : done) {
    out.changes.at(index).kind = model::ChangeKind::keep;
    out.changes.at(index).instance_id = id;
  }
  return out;
}

void add_done(model::Outcome& outcome, const std::map<size_t, int64_t>& done) {
  for (const auto& [index, id] : done) {
    const size_t wanted = index;
    const bool told = std::any_of(outcome.changes.begin(), outcome.changes.end(),
                                  [&](const auto& each) { return each.change == wanted; });
    if (told)
      continue;
    model::ChangeOutcome one;
    one.change = index;
    one.ending = model::Ending::done;
    one.instance_id = id;
    one.already_existed = true;
    one.message = "already applied";
    outcome.changes.push_back(std::move(one));
  }
  std::stable_sort(outcome.changes.begin(), outcome.changes.end(),
                   [](const auto& a, const auto& b) { return a.change < b.change; });
}

} // namespace cerec::apply
