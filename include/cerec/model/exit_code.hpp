#pragma once
#include "cerec/base/result.hpp"
#include "cerec/model/outcome.hpp"

namespace cerec::model {

/// The exit codes: the one list. Text and JSON agree because both take it from here.
enum class ExitCode : int {
  fine = 0,
  error = 1,
  changes = 2,     ///< plan --detailed-exitcode; drift always
  invalid = 3,     ///< usage or manifest
  credentials = 4, ///< refused by the service
  some_failed = 5, ///< of an apply
  unknown = 6,     ///< an outcome is unknown
  stale = 7,       ///< the saved plan is stale or foreign
  locked = 8,
  refused = 9, ///< by a safety limit or a protection
  interrupted = 130,
  terminated = 143,
};
[[nodiscard]] std::string_view text_of(ExitCode code); ///< one word, for JSON
[[nodiscard]] ExitCode exit_code_of(base::FailureKind kind);
/// Worst first: interrupted, unknown, stale, failed (4 if every failure is one of credentials), refused,
/// fine.
[[nodiscard]] ExitCode exit_code_of(const Outcome& outcome, const Plan& plan);

} // namespace cerec::model
