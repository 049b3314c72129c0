#include "unit/report/samples.hpp"

#include <doctest/doctest.h>

/// The sentences that people act on: the summary line, "no changes", events.
namespace cerec::report {
namespace {

using model::ChangeKind;

TEST_CASE("summary line: create, update, delete, unchanged and ignored are always there") {
  model::Plan plan;
  CHECK(summary_line(plan) == "Plan: 0 to create, 0 to update, 0 to delete, 0 unchanged, 0 ignored.");
  plan = samples::plan_of({samples::change_of(ChangeKind::create), samples::change_of(ChangeKind::adopt),
                           samples::refused_by(model::Refusal::foreign_owner)});
  CHECK(summary_line(plan) ==
        "Plan: 1 to create, 0 to update, 0 to delete, 1 to adopt, 1 refused, 0 unchanged, 12 ignored.");
}

TEST_CASE("summary line: the same in every format") {
  const model::Plan plan = samples::full_plan();
  for (const FormatRow& format : formats()) {
    CAPTURE(format.name);
    CHECK(format.render(samples::document(plan), Style{}).find(summary_line(plan)) != std::string::npos);
  }
}

model::Change match() {
  model::Change change = samples::change_of(ChangeKind::keep);
  change.unhealthy = false;
  return change;
}

TEST_CASE("no changes: said only if everything was seen to match") {
  struct Case {
    const char* what;
    void (*edit)(model::Plan&);
    const char* sentence; ///< nullptr: nothing of the kind is said
  };
  const Case cases[] = {
      {"all match", [](model::Plan&) {}, "No changes. 2 instances match the manifests."},
      {"one", [](model::Plan& plan) { plan.changes.pop_back(); },
       "No changes. 1 instance matches the manifests."},
      {"none", [](model::Plan& plan) { plan.changes.clear(); },
       "No changes. No instance is declared, and this stack owns none."},
      {"unverifiable by reason",
       [](model::Plan& plan) { plan.changes[0].reason = model::Reason::unverifiable; },
       "Nothing to apply, but not all is known to match: 1 instance matches the manifests; 1 instance cannot "
       "be "
       "verified."},
      {"unverified fields",
       [](model::Plan& plan) { plan.changes[0].unverified = {model::FieldPath("configuration.password")}; },
       "Nothing to apply, but not all is known to match: 1 instance matches the manifests; 1 instance cannot "
       "be "
       "verified."},
      {"without a manifest", [](model::Plan& plan) { plan.would_prune = {match()}; },
       "Nothing to apply, but not all is known to match: 2 instances match the manifests; 1 instance of this "
       "stack "
       "has no manifest."},
      {"quarantined", [](model::Plan& plan) { plan.quarantined = 2; },
       "Nothing to apply, but not all is known to match: 2 instances match the manifests; 2 instances "
       "quarantined."},
      {"unhealthy", [](model::Plan& plan) { plan.changes[1].unhealthy = true; },
       "Nothing to apply, but not all is known to match: 2 instances match the manifests; the service "
       "reports 1 "
       "instance invalid."},
      {"listing alone", [](model::Plan& plan) { plan.mode.refresh = model::Refresh::changed; },
       "No changes found with --refresh changed: 2 instances match the manifests as far as the listing "
       "shows."},
      {"a change", [](model::Plan& plan) { plan.changes.push_back(samples::change_of(ChangeKind::create)); },
       nullptr},
      {"a refusal",
       [](model::Plan& plan) { plan.changes.push_back(samples::refused_by(model::Refusal::ambiguous)); },
       nullptr},
  };
  for (const Case& row : cases) {
    CAPTURE(row.what);
    model::Plan plan = samples::plan_of({match(), match()});
    row.edit(plan);
    const std::string text = find_format("text")->render(samples::document(plan), Style{});
    if (row.sentence != nullptr)
      CHECK(("\n" + text).ends_with("\n" + std::string(row.sentence) + "\n" + summary_line(plan) + "\n"));
    CHECK((text.find("No changes.") != std::string::npos) ==
          (row.sentence != nullptr && std::string_view(row.sentence).starts_with("No changes.")));
  }
}

TEST_CASE("events: one line for people, one object for machines") {
  using Type = model::ApplyEvent::Type;
  struct Case {
    Type type;
    const char* message;
    const char* text;
    const char* level;
  };
  const Case cases[] = {
      {Type::started, "", "+ gooddata/analytics-prod: create started\n", "info"},
      {Type::progress, "", "+ gooddata/analytics-prod: create still going after 12.3 s\n", "info"},
      {Type::completed, "", "+ gooddata/analytics-prod: created (instance 7) after 12.3 s  [1/3]\n", "info"},
      {Type::failed, "bad",
       "x gooddata/analytics-prod: create failed (instance 7) after 12.3 s: bad  [1/3]\n", "error"},
      {Type::unknown, "lost",
       "? gooddata/analytics-prod: create ended unknown (instance 7) after 12.3 s: lost  [1/3]\n", "error"},
      {Type::skipped, "why", ". gooddata/analytics-prod: create not tried: why  [1/3]\n", "warn"},
      {Type::waiting, "429", ". 429\n", "warn"},
      {Type::note, "hello\x1b[31m", ". hello\\x1b[31m\n", "info"},
      {Type::note, "", "", "info"},
  };
  const model::Plan plan = samples::plan_of({samples::change_of(ChangeKind::create)});
  for (const Case& row : cases) {
    const model::ApplyEvent event{row.type, 0, 7, row.message, base::Duration{12'345}, 1, 3, 2};
    CHECK(event_text(event, plan, Style{}) == row.text);
    const std::string line = event_line(event, plan, "2026-01-01T00:00:00Z");
    CHECK(line.starts_with("{\"level\":\"" + std::string(row.level) + "\",\"message\":"));
    CHECK(line.find("\"type\":\"" + std::string(model::text_of(row.type)) + "\"") != std::string::npos);
    CHECK(line.find('\n') == line.size() - 1);
  }
}

TEST_CASE("events: a change that the plan does not have says nothing and breaks nothing") {
  const model::ApplyEvent event{model::ApplyEvent::Type::completed, 9, 7, "", base::Duration{1}, 1, 3, 2};
  CHECK(event_text(event, model::Plan{}, Style{}) == "");
  CHECK(event_line(event, model::Plan{}, "").find("\"address\":null") != std::string::npos);
}

} // namespace
} // namespace cerec::report
