#pragma once
#include "cerec/apply/executor.hpp"

#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

/// A change is carried out by a list of steps; a step is a small state machine. It is told what happened and
/// says what to do next; it never touches the network, the clock or a file itself. The executor does, so the
/// machines are values in, values out, and the loop knows nothing of their business.
namespace cerec::apply {

enum class CallKind { list, detail, create, update, remove };

/// Do this call; answered() gets its end.
struct Send {
  http::Request request;
  http::Repeat repeat = http::Repeat::freely;
  CallKind kind = CallKind::detail;
  [[nodiscard]] bool writes() const { return kind != CallKind::list && kind != CallKind::detail; }
};
/// Call woke() then. `why`, if any, is told to the user.
struct Wait {
  base::TimePoint until{};
  std::string why;
};
/// Hand the instance's token to its sinks (or withdraw it); delivered() gets the result.
struct Deliver {
  bool withdraw = false;
};
/// The step is done: go on with the next one.
struct Next {};
/// The change is over.
struct End {
  model::Ending ending = model::Ending::done;
  std::string message;
  std::string next_step;
  base::FailureKind failure = base::FailureKind::error;
  std::string request_id;
  base::Diagnostics faults;
  int status = 0; ///< of the refusal
};
using Command = std::variant<Send, Wait, Deliver, Next, End>;

/// The service's clock, as one of its answers told it when it came: a lower bound, since the answer was on
/// its way for a while.
struct ServiceClock {
  base::TimePoint at{};
  base::WallTime shown{};
  [[nodiscard]] base::TimePoint when(base::WallTime wall) const { return at + (wall - shown); }
  [[nodiscard]] base::WallTime wall(base::TimePoint time) const { return shown + (time - at); }
};

/// What all steps of a run share. The executor keeps it up to date.
struct Context {
  const Inputs& inputs;
  const api::Requests& requests;
  std::string nonce; ///< of this run: tells its own instances from those of another
  base::TimePoint now{};
  std::optional<base::TimePoint> draining; ///< since when: the first signal
  ServiceClock service{};                  ///< as the plan's listing told it
  /// Identities that an earlier run in this folder posted without an answer: until when they are looked for.
  std::map<std::string, base::TimePoint> posted_before{};
  std::set<int64_t> deduped{}; ///< instances that the plan's own dedupes remove
  std::set<int64_t> let_go{};  ///< and those that it deletes or releases
  /// The service is known to keep the reserved tags and to find instances by them: the account has a settled
  /// instance, or a create of this run was found by its tag. Until then creates run one by one.
  bool tags_proven = false;
  [[nodiscard]] const std::string& stack() const { return inputs.plan.binding.stack; }
  /// `limit` after `start`, or sooner once a signal asked for the end.
  [[nodiscard]] base::TimePoint deadline(base::TimePoint start, base::Duration limit) const;
};

/// What is known of one change while it is carried out; the steps hand it on.
struct Facts {
  const model::Change& change;
  const model::DesiredInstance* desired = nullptr; ///< null where nothing is written
  const model::LiveInstance* planned = nullptr;    ///< as the plan saw it
  model::LiveInstance instance{};                  ///< as last seen; id 0: none yet
  base::TimePoint looked_at{};                     ///< when `planned`, or a later look at it, was asked for
  int64_t posted_id = 0;                           ///< of this run's POST, if the service told it
  bool settled = false;                            ///< `instance` is known to be the identity's settled one
  bool already_existed = false;
  bool fresh_token = false; ///< new to the sinks
  bool published = false;
  bool touched = false;      ///< a write may have reached the service
  bool found_by_tag = false; ///< a listing of the identity's tag has shown this change's own instance
  bool tags_lost = false;    ///< the service does not keep the identity's tag, or does not find it
  /// Of this run's POST: `open` while nothing says what became of it.
  enum class Post { none, open, clear } post = Post::none;
  /// Unsettled instances beside the settled one, as last listed: id -> when it was posted.
  std::map<int64_t, std::string> others{};
  std::set<int64_t> gone{};           ///< removed by this change; a stale listing may still show them
  std::vector<std::string> remarks{}; ///< told with the outcome
  /// Takes note of the other unsettled instances of a listing of the identity, but for those that the plan's
  /// own dedupes watch.
  void note_others(const std::vector<model::LiveInstance>& found, const Context& context);
};

class Step {
public:
  Step(const Context& context, Facts& facts) : context_(context), facts_(facts) {}
  virtual ~Step() = default;
  Step(const Step&) = delete;
  Step& operator=(const Step&) = delete;

  [[nodiscard]] virtual Command start() = 0;
  [[nodiscard]] virtual Command answered(const http::Finished& finished);
  [[nodiscard]] virtual Command woke();
  [[nodiscard]] virtual Command delivered(const base::Result<void>& result);
  /// False: what the change is for is done before this step; later phases need not wait for it.
  [[nodiscard]] virtual bool holds_back() const { return true; }

protected:
  [[nodiscard]] Send read(int64_t id) const; ///< GET of one instance
  /// The account is not what the plan saw: as if that had been found before the change began, unless
  /// something of it was written already.
  [[nodiscard]] End stale(std::string message) const;

  const Context& context_;
  Facts& facts_;
};

// Ends in the words that all steps use.
[[nodiscard]] End end_failed(const api::ApiError& error, const std::string& what);
[[nodiscard]] End end_unknown(std::string message, std::string next_step = "cerec apply");
[[nodiscard]] End end_not_tried(std::string message, base::FailureKind kind);
[[nodiscard]] End end_interrupted();
/// The planned instance is not what the plan saw.
[[nodiscard]] End end_moved(std::string message);

/// Whether the plan writes this field.
[[nodiscard]] bool writes(const model::Change& change, model::Field field);
/// Dropped from the queue before a byte left: nothing happened.
[[nodiscard]] bool never_left(const http::Finished& finished);
/// The service's own word (not a gateway's) that there is no such instance.
[[nodiscard]] bool is_gone(const api::ApiError& error);
/// After this error of a write the service may have acted, by this attempt or by one before it.
[[nodiscard]] bool may_have_acted(const api::ApiError& error, const http::Finished& finished);

/// Waits that double, from Limits::first_look to Limits::longest_look.
class Pause {
public:
  explicit Pause(const Limits& limits) : Pause(limits, limits.longest_look) {}
  Pause(const Limits& limits, base::Duration longest) : next_(limits.first_look), longest_(longest) {}
  [[nodiscard]] base::TimePoint after(base::TimePoint now);

private:
  base::Duration next_, longest_;
};

} // namespace cerec::apply
