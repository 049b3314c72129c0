#pragma once
#include "cerec/base/result.hpp"
#include "cerec/base/time.hpp"
#include "cerec/model/plan.hpp"

namespace cerec::model {

/// How a change ended. Unknown is never called failed.
enum class Ending { done, failed, unknown, not_tried };
[[nodiscard]] std::string_view text_of(Ending ending);

/// What of a reviewed plan is not carried out, by index of its changes; a change that is in neither map is.
struct LeftAlone {
  std::map<size_t, std::string> stale{}; ///< why these no longer fit
  std::map<size_t, int64_t> done{};      ///< already in effect: the instance, 0 if it is gone
  /// Second instances of declared identities that the plan does not name, in words. Nothing is done to them,
  /// and a run that was shown one is stale.
  std::vector<std::string> seconds{};
};

struct ChangeOutcome {
  size_t change = 0; ///< index into the plan's changes
  Ending ending = Ending::not_tried;
  int64_t instance_id = 0;
  /// Of a replace: the old instance, once it is gone. The message of one that did not end well begins with
  /// it.
  int64_t deleted_instance_id = 0;
  bool already_existed = false; ///< a create that found its identity and adopted it
  bool token_published = false;
  std::string message;      ///< why, for all but done; or a mismatch after done
  std::string next_step;    ///< command to run, for unknown and failed
  std::string request_id;   ///< the service's id of the last refused request
  base::Diagnostics faults; ///< placed under the manifest's line where the service named an entry
  base::FailureKind failure = base::FailureKind::error;
  base::Duration elapsed{0};
};

struct RequestCounts {
  int total = 0, list = 0, detail = 0, create = 0, update = 0, remove = 0, retries = 0;
  base::Duration throttled{0}; ///< time spent waiting for 429/503
};

struct Outcome {
  std::vector<ChangeOutcome> changes; ///< one for each change of the plan that is not a keep
  RequestCounts requests;
  int signal = 0; ///< the signal that cut it short
  bool stale = false;
  std::vector<std::string> warnings;
  [[nodiscard]] size_t count(Ending ending) const;
};

/// The one backward arrow: what apply says while it works.
struct ApplyEvent {
  enum class Type { started, progress, completed, failed, unknown, skipped, waiting, note } type = Type::note;
  size_t change = 0;
  int64_t instance_id = 0;
  std::string message;
  base::Duration elapsed{0};
  size_t done = 0, total = 0, in_flight = 0;
};
[[nodiscard]] std::string_view text_of(ApplyEvent::Type type);

class EventSink {
public:
  virtual ~EventSink() = default;
  virtual void on(const ApplyEvent& event) = 0;
};

} // namespace cerec::model
