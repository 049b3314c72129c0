#pragma once
#include "apply/machine.hpp"

namespace cerec::apply {

/// Keeps the outcome and tells the user: every change has one entry and ends once.
class Journal {
public:
  Journal(const model::Plan& plan, Ports& ports);

  void started(const Facts& facts);
  void waiting(const Facts& facts, const std::string& why, base::TimePoint since);
  void progress(size_t running);
  void ended(size_t change, const Facts& facts, End end, base::TimePoint since);
  /// Not started at all.
  void skipped(size_t change, End end);
  /// The token of a kept instance could not be stored.
  void token_lost(size_t change, const base::Failure& failure);
  void count(CallKind kind, int attempts);
  [[nodiscard]] bool has_entry(size_t change) const { return entries_.contains(change); }
  [[nodiscard]] model::Outcome finish(int signal, bool stale);

private:
  void tell(model::ApplyEvent event);

  const model::Plan& plan_;
  Ports& ports_;
  std::map<size_t, model::ChangeOutcome> entries_;
  model::RequestCounts requests_;
  http::DispatchCounts before_;
  base::TimePoint begin_;
  size_t total_ = 0, started_ = 0;
};

} // namespace cerec::apply
