#pragma once
#include "cerec/model/instance.hpp"

#include <set>
#include <string>
#include <vector>

namespace cerec::apply {

/// What one fresh listing of an identity means for a run: the heart of the create protocol, pure. The model
/// in tests/model and docs/guarantees.md speak of the same rules, by the numbers below.
struct SettleView {
  const std::vector<model::LiveInstance>& found; ///< of the identity, not quarantined, sorted by id
  std::string nonce;                             ///< of this run
  int64_t known_id = 0;                          ///< of this run's instance, if the service told it
  std::set<int64_t> gone;                        ///< removed by this run
  bool patience_over = false;                    ///< these rivals, all of them, have been watched for 2D
};

struct SettleDecision {
  enum class Act {
    adopt,  ///< (1) a settled one exists: `winner`; remove `losers` (mine) first
    settle, ///< (2) mine is alone, or (5) it is the lowest after 2D, or (6) nobody's is alone: PATCH `winner`
    step_back,  ///< (5) after 2D another one is the lowest: remove `losers` (mine), list again
    wait,       ///< (4) rivals, or (7) two settled ones, of which an adoption may be undone: list again later
    look_again, ///< (3) the listing lacks what is known to exist: it is stale
    vanished,   ///< nothing is there, and nothing of this run is known
  } act = Act::wait;
  int64_t winner = 0;
  std::vector<int64_t> losers;
  /// Several unsettled ones, be they all of this run: the time of patience runs, anew whenever one appears
  /// that was not there before.
  bool rivals = false;
  bool two_settled = false; ///< told to the user if it stays so
};

[[nodiscard]] SettleDecision decide(const SettleView& view);

} // namespace cerec::apply
