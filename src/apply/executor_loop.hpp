#pragma once
#include "apply/halt.hpp"
#include "apply/handover.hpp"
#include "apply/intents.hpp"
#include "apply/journal.hpp"
#include "apply/schedule.hpp"
#include "apply/steps.hpp"

#include <memory>

namespace cerec::apply {

/// One change under way.
struct Job {
  explicit Job(const model::Change& change) : facts{change} {}
  Facts facts;
  std::vector<std::unique_ptr<Step>> steps;
  size_t step = 0;
  base::TimePoint since{};
  std::optional<http::CallId> call;
  CallKind call_kind = CallKind::detail;
  bool call_writes = false;
  bool let_go = false; ///< its phase does not wait for it any more
  std::optional<base::TimePoint> timer;
};

/// One event loop over a plan. Its functions are in four files: the loop (executor.cpp), what may start
/// (executor_start.cpp), the way of one change (executor_change.cpp), signals (executor_signals.cpp).
class Executor {
public:
  Executor(const Inputs& inputs, const api::Requests& requests, Ports& ports);
  model::Outcome run();

private:
  // What may start.
  void refuse_unfit();
  void admit();
  [[nodiscard]] bool creates_may_start();
  void begin(size_t change);
  void skip(const std::vector<size_t>& changes, const std::string& why, base::FailureKind kind);
  // What happens.
  void poll_signals();
  void take_back_posts();
  void send_posts();
  void wait_for_something();
  void finished(const http::Finished& finished);
  void fire_timers();
  void flush_tokens();
  void tell_progress();
  // One change.
  void advance(size_t change, Command command);
  void send(size_t change, Job& job, Send send);
  void publish(size_t change, Job& job, bool withdraw);
  void end(size_t change, End end);
  void judge_tags(const Facts& facts);
  void stop_all();
  void recall();
  base::TimePoint tick(); ///< tells the steps the time
  [[nodiscard]] bool more() const { return !jobs_.empty(); }

  const Inputs& inputs_;
  Ports& ports_;
  http::Calls http_; ///< what this run has under way
  Context context_;
  Intents intents_;
  Journal journal_;
  Schedule schedule_;
  Handover handover_;
  tokens::Custody custody_;
  tokens::TokenQueue tokens_;
  std::map<size_t, std::unique_ptr<Job>> jobs_;
  std::map<http::CallId, size_t> calls_;
  std::map<size_t, Send> posts_; ///< creates that leave together, after their intents were written
  std::set<std::pair<base::TimePoint, size_t>> timers_;
  Halt halt_;
  base::TimePoint next_progress_{};
  bool stopped_ = false; ///< the second signal
  bool told_alone_ = false;
  int signal_ = 0;
};

} // namespace cerec::apply
