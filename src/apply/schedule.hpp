#pragma once
#include "cerec/apply/executor.hpp"

#include <deque>
#include <map>
#include <set>
#include <string>

namespace cerec::apply {

/// In which order changes start: phase by phase, as the change-kind table says, each in the order of the
/// plan. A phase starts when the one before has ended. What destroys, and what lets go, starts only if all of
/// the earlier phases went well; a dedupe is the end of an earlier create and is not held back. Dedupes of
/// one identity run one after another, and after what deletes or releases its settled instance: each lists
/// the identity, and what another one takes out between two pages makes that listing contradict itself. Pure.
class Schedule {
public:
  explicit Schedule(const model::Plan& plan);

  /// The next change that may start now. `creates` false: one that posts nothing.
  [[nodiscard]] std::optional<size_t> next(bool creates = true);
  /// True if the first of the waiting phases has changes that post.
  [[nodiscard]] bool holds_creates() const;
  /// A change is over (started or not).
  void ended(size_t change, bool well);
  /// Changes that will not start because an earlier phase did not go well; once each.
  [[nodiscard]] std::vector<size_t> take_held_back();
  /// All that has not started; the schedule is empty then.
  [[nodiscard]] std::vector<size_t> take_rest();
  /// Takes one out that must not start at all. It counts as gone badly.
  void refuse(size_t change);

private:
  [[nodiscard]] bool may_start(const model::Change& change, bool creates) const;
  void left(const model::Change& change); ///< it is over, or will not start

  const model::Plan& plan_;
  std::map<int, std::deque<size_t>> phases_; ///< what waits; the first phase is the one that runs
  size_t running_ = 0;                       ///< of the first phase
  bool opened_ = false;                      ///< the first phase has been looked through
  bool well_ = true;                         ///< so far
  std::vector<size_t> held_back_;
  std::map<std::string, int> leaving_; ///< by logical id: what lets go and has not ended
  std::set<std::string> deduping_;     ///< logical ids of the dedupes that run
};

} // namespace cerec::apply
