#include "apply/settle_rules.hpp"

#include <algorithm>

namespace cerec::apply {
namespace {

using Act = SettleDecision::Act;

struct Sides {
  std::vector<int64_t> settled, mine, others; ///< ascending; mine and others are unsettled
};

Sides sides_of(const SettleView& view) {
  Sides sides;
  for (const model::LiveInstance& instance : view.found) {
    if (view.gone.contains(instance.id))
      continue;
    if (instance.ownership.settled)
      sides.settled.push_back(instance.id);
    else if (instance.ownership.run == view.nonce)
      sides.mine.push_back(instance.id);
    else
      sides.others.push_back(instance.id);
  }
  return sides;
}

bool shows(const SettleView& view, int64_t id) {
  return std::any_of(view.found.begin(), view.found.end(),
                     [&](const model::LiveInstance& instance) { return instance.id == id; });
}

} // namespace

SettleDecision decide(const SettleView& view) {
  const Sides sides = sides_of(view);
  SettleDecision decision;
  // (3) before all: a listing as of a time before mine was committed may lack a rival too.
  const bool stale = view.known_id != 0 && !view.gone.contains(view.known_id) && !shows(view, view.known_id);
  if (!sides.settled.empty()) {
    decision.two_settled = sides.settled.size() > 1;
    decision.rivals = decision.two_settled;
    if (decision.two_settled && !view.patience_over)
      return decision;
    decision.act = stale ? Act::look_again : Act::adopt;
    decision.winner = sides.settled.front();
    decision.losers = sides.mine;
    return decision;
  }
  if (stale) {
    decision.act = Act::look_again;
    return decision;
  }
  if (sides.mine.empty() && sides.others.empty()) {
    decision.act = Act::vanished;
    return decision;
  }
  if (sides.mine.size() + sides.others.size() == 1) {
    decision.act = Act::settle;
    decision.winner = sides.mine.empty() ? sides.others.front() : sides.mine.front();
    return decision;
  }
  decision.rivals = true;
  if (!view.patience_over)
    return decision;
  const bool lowest_is_mine =
      !sides.mine.empty() && (sides.others.empty() || sides.mine.front() < sides.others.front());
  decision.winner = lowest_is_mine ? sides.mine.front() : sides.others.front();
  decision.act = lowest_is_mine || sides.mine.empty() ? Act::settle : Act::step_back;
  if (decision.act == Act::step_back)
    decision.losers = sides.mine;
  return decision;
}

} // namespace cerec::apply
