#include "cerec/model/outcome.hpp"

#include "cerec/model/exit_code.hpp"

#include <algorithm>
#include <csignal>

namespace cerec::model {

std::string_view text_of(Ending ending) {
  switch (ending) {
  case Ending::done:
    return "done";
  case Ending::failed:
    return "failed";
  case Ending::unknown:
    return "unknown";
  case Ending::not_tried:
    return "not_tried";
  }
  return "?";
}

size_t Outcome::count(Ending ending) const {
  return static_cast<size_t>(std::count_if(
      changes.begin(), changes.end(), [&](const ChangeOutcome& change) { return change.ending == ending; }));
}

std::string_view text_of(ApplyEvent::Type type) {
  switch (type) {
  case ApplyEvent::Type::started:
    return "apply_start";
  case ApplyEvent::Type::progress:
    return "apply_progress";
  case ApplyEvent::Type::completed:
    return "apply_complete";
  case ApplyEvent::Type::failed:
    return "apply_errored";
  case ApplyEvent::Type::unknown:
    return "apply_unknown";
  case ApplyEvent::Type::skipped:
    return "apply_skipped";
  case ApplyEvent::Type::waiting:
    return "apply_waiting";
  case ApplyEvent::Type::note:
    return "note";
  }
  return "?";
}

std::string_view text_of(ExitCode code) {
  switch (code) {
  case ExitCode::fine:
    return "fine";
  case ExitCode::error:
    return "error";
  case ExitCode::changes:
    return "changes";
  case ExitCode::invalid:
    return "invalid";
  case ExitCode::credentials:
    return "credentials";
  case ExitCode::some_failed:
    return "some_failed";
  case ExitCode::unknown:
    return "unknown";
  case ExitCode::stale:
    return "stale";
  case ExitCode::locked:
    return "locked";
  case ExitCode::refused:
    return "refused";
  case ExitCode::interrupted:
    return "interrupted";
  case ExitCode::terminated:
    return "terminated";
  }
  return "?";
}

ExitCode exit_code_of(base::FailureKind kind) {
  switch (kind) {
  case base::FailureKind::error:
  case base::FailureKind::network:
    return ExitCode::error;
  case base::FailureKind::usage:
    return ExitCode::invalid;
  case base::FailureKind::credentials:
    return ExitCode::credentials;
  case base::FailureKind::stale:
    return ExitCode::stale;
  case base::FailureKind::locked:
    return ExitCode::locked;
  case base::FailureKind::refused:
    return ExitCode::refused;
  case base::FailureKind::interrupted:
    return ExitCode::interrupted;
  }
  return ExitCode::error;
}

ExitCode exit_code_of(const Outcome& outcome, const Plan& plan) {
  if (outcome.signal != 0)
    return outcome.signal == SIGTERM ? ExitCode::terminated : ExitCode::interrupted;
  if (outcome.count(Ending::unknown) > 0)
    return ExitCode::unknown;
  if (outcome.stale)
    return ExitCode::stale;
  if (const size_t failed = outcome.count(Ending::failed); failed > 0) {
    const bool all_credentials =
        outcome.count(Ending::done) == 0 &&
        std::all_of(outcome.changes.begin(), outcome.changes.end(), [](const ChangeOutcome& change) {
          return change.ending != Ending::failed || change.failure == base::FailureKind::credentials;
        });
    return all_credentials ? ExitCode::credentials : ExitCode::some_failed;
  }
  if (plan.has_refusals())
    return ExitCode::refused;
  // Nothing failed, and yet something was not tried: never exit 0 after that.
  return outcome.count(Ending::not_tried) > 0 ? ExitCode::some_failed : ExitCode::fine;
}

} // namespace cerec::model
