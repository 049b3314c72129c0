#include "apply/schedule.hpp"

#include <algorithm>
#include <utility>

namespace cerec::apply {
namespace {

int phase_of(const model::Change& change) {
  return model::row_of(change.kind).phase;
}

bool lets_go(const model::Change& change) {
  return model::row_of(change.kind).destroys || change.kind == model::ChangeKind::release;
}

bool posts(const model::Change& change) {
  return change.kind == model::ChangeKind::create || change.kind == model::ChangeKind::replace;
}

} // namespace

Schedule::Schedule(const model::Plan& plan) : plan_(plan) {
  for (size_t i = 0; i < plan.changes.size(); ++i) {
    const model::Change& change = plan.changes[i];
    if (change.kind != model::ChangeKind::keep)
      phases_[phase_of(change)].push_back(i);
    if (lets_go(change))
      ++leaving_[change.address.logical_id];
  }
}

void Schedule::refuse(size_t change) {
  auto& queue = phases_[phase_of(plan_.changes[change])];
  queue.erase(std::remove(queue.begin(), queue.end(), change), queue.end());
  left(plan_.changes[change]);
  // A refused delete holds back no other delete: it is the user's limit, not a failure.
  if (!lets_go(plan_.changes[change]))
    well_ = false;
}

bool Schedule::holds_creates() const {
  return !phases_.empty() && std::any_of(phases_.begin()->second.begin(), phases_.begin()->second.end(),
                                         [&](size_t change) { return posts(plan_.changes[change]); });
}

bool Schedule::may_start(const model::Change& change, bool creates) const {
  if (change.kind != model::ChangeKind::dedupe)
    return creates || !posts(change);
  const auto leaving = leaving_.find(change.address.logical_id);
  return (leaving == leaving_.end() || leaving->second == 0) &&
         !deduping_.contains(change.address.logical_id);
}

void Schedule::left(const model::Change& change) {
  if (lets_go(change))
    --leaving_[change.address.logical_id];
  else if (change.kind == model::ChangeKind::dedupe)
    deduping_.erase(change.address.logical_id);
}

std::optional<size_t> Schedule::next(bool creates) {
  while (!phases_.empty()) {
    std::deque<size_t>& queue = phases_.begin()->second;
    if (!opened_ && !well_) {
      const auto held = std::stable_partition(queue.begin(), queue.end(),
                                              [&](size_t change) { return !lets_go(plan_.changes[change]); });
      held_back_.insert(held_back_.end(), held, queue.end());
      std::for_each(held, queue.end(), [&](size_t change) { left(plan_.changes[change]); });
      queue.erase(held, queue.end());
    }
    opened_ = true;
    const auto first = std::find_if(queue.begin(), queue.end(),
                                    [&](size_t change) { return may_start(plan_.changes[change], creates); });
    if (first != queue.end()) {
      const size_t change = *first;
      queue.erase(first);
      ++running_;
      if (plan_.changes[change].kind == model::ChangeKind::dedupe)
        deduping_.insert(plan_.changes[change].address.logical_id);
      return change;
    }
    if (running_ > 0 || !queue.empty())
      return std::nullopt;
    phases_.erase(phases_.begin());
    opened_ = false;
  }
  return std::nullopt;
}

void Schedule::ended(size_t change, bool well) {
  --running_;
  left(plan_.changes[change]);
  // A failed delete does not stop the other deletes of its phase; opened_ has let them through.
  well_ = well_ && (well || plan_.changes[change].kind == model::ChangeKind::dedupe);
}

std::vector<size_t> Schedule::take_held_back() {
  return std::exchange(held_back_, {});
}

std::vector<size_t> Schedule::take_rest() {
  std::vector<size_t> rest = std::exchange(held_back_, {});
  for (auto& [phase, queue] : phases_)
    rest.insert(rest.end(), queue.begin(), queue.end());
  phases_.clear();
  std::sort(rest.begin(), rest.end());
  return rest;
}

} // namespace cerec::apply
