#include "cerec/tokens/token_queue.hpp"

#include <algorithm>

namespace cerec::tokens {
namespace {

constexpr int k_share = 9; ///< of the time since a flush, one part in this plus one may be spent writing
constexpr base::Duration k_longest_wait{1'000};

} // namespace

void TokenQueue::add(size_t change, Delivery delivery, bool withdraw) {
  waiting_.push_back({change, withdraw});
  deliveries_.push_back(std::move(delivery));
}

std::vector<TokenQueue::Result> TokenQueue::flush() {
  const base::TimePoint begin = clock_.now();
  std::vector<Result> results;
  run(true, results); // before: a replace withdraws the old token and then delivers the new one
  run(false, results);
  waiting_.clear();
  deliveries_.clear();
  const base::TimePoint end = clock_.now();
  next_flush_ = end + std::min(k_share * (end - begin), k_longest_wait);
  return results;
}

void TokenQueue::run(bool withdraws, std::vector<Result>& results) {
  std::vector<Delivery> chosen;
  std::vector<size_t> changes;
  for (size_t i = 0; i < waiting_.size(); ++i) {
    if (waiting_[i].withdraw != withdraws)
      continue;
    chosen.push_back(std::move(deliveries_[i]));
    changes.push_back(waiting_[i].change);
  }
  if (chosen.empty())
    return;
  auto done = withdraws ? custody_.withdraw(chosen) : custody_.deliver(chosen);
  for (size_t i = 0; i < done.size(); ++i)
    results.push_back({changes[i], std::move(done[i])});
}

} // namespace cerec::tokens
