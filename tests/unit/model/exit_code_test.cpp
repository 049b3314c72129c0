#include "cerec/model/exit_code.hpp"

#include <csignal>
#include <doctest/doctest.h>

using namespace cerec::model;
using cerec::base::FailureKind;

namespace {

ChangeOutcome ended(Ending ending, FailureKind failure = FailureKind::error) {
  ChangeOutcome change;
  change.ending = ending;
  change.failure = failure;
  return change;
}

} // namespace

TEST_CASE("the exit code of an apply is that of its worst outcome") {
  Plan plan;
  Outcome outcome;
  CHECK(exit_code_of(outcome, plan) == ExitCode::fine);
  outcome.changes = {ended(Ending::done)};
  CHECK(exit_code_of(outcome, plan) == ExitCode::fine);
  outcome.changes.push_back(ended(Ending::not_tried));
  CHECK(exit_code_of(outcome, plan) == ExitCode::some_failed);
  outcome.changes = {ended(Ending::failed, FailureKind::credentials)};
  CHECK(exit_code_of(outcome, plan) == ExitCode::credentials);
  outcome.changes.push_back(ended(Ending::done));
  CHECK(exit_code_of(outcome, plan) == ExitCode::some_failed);
  outcome.stale = true;
  CHECK(exit_code_of(outcome, plan) == ExitCode::stale);
  outcome.changes.push_back(ended(Ending::unknown));
  CHECK(exit_code_of(outcome, plan) == ExitCode::unknown);
  outcome.signal = SIGINT;
  CHECK(exit_code_of(outcome, plan) == ExitCode::interrupted);
  outcome.signal = SIGTERM;
  CHECK(exit_code_of(outcome, plan) == ExitCode::terminated);
}

TEST_CASE("an apply that did all it was allowed to still says that something was refused") {
  Plan plan;
  plan.changes.emplace_back();
  plan.changes.back().refusal = Refusal::protected_instance;
  Outcome outcome;
  outcome.changes = {ended(Ending::done)};
  CHECK(exit_code_of(outcome, plan) == ExitCode::refused);
}

TEST_CASE("every word of every table reads back") {
  for (const KindRow& row : change_kinds())
    CHECK(kind_of(row.word) == row.kind);
  for (const Reason reason :
       {Reason::none, Reason::absent, Reason::unowned_match, Reason::fields_differ, Reason::renamed,
        Reason::element_changed, Reason::manifest_removed, Reason::released, Reason::duplicate,
        Reason::unsettled, Reason::unverifiable, Reason::rotate_requested})
    CHECK(reason_of(text_of(reason)) == reason);
  for (const Refusal refusal :
       {Refusal::none, Refusal::foreign_owner, Refusal::ambiguous, Refusal::replace_forbidden,
        Refusal::protected_instance, Refusal::delete_limit, Refusal::empty_desired, Refusal::partial_plan})
    CHECK(refusal_of(text_of(refusal)) == refusal);
  for (const FieldState state : {FieldState::pending, FieldState::drift, FieldState::conflict,
                                 FieldState::unverifiable, FieldState::unknown})
    CHECK(field_state_of(text_of(state)) == state);
}
