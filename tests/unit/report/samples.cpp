#include "unit/report/samples.hpp"

namespace cerec::report::samples {
namespace {

using model::Change;
using model::ChangeKind;
using model::FieldChange;
using model::FieldPath;
using model::FieldState;
using model::Reason;
using model::Shown;

Shown text(std::string value) {
  return {Shown::Kind::text, std::move(value)};
}
Shown secret(std::string mark, std::string reference = {}) {
  return {Shown::Kind::secret, std::move(mark), std::move(reference)};
}

/// What a create lists: as the plan sorts it, with a value that no line of 80 columns holds.
std::vector<FieldChange> created_fields() {
  const std::string url = "https://secure.gooddata.example/with/a/long/path/that/one/line/cannot/hold";
  return {{FieldPath("cerec.protect"), {}, text("true"), FieldState::pending},
          {FieldPath("configuration.endpoint"), {}, text(url), FieldState::pending},
          {FieldPath("configuration.password"),
           {},
           secret("ab12cd34", "env:GOODDATA_PASSWORD"),
           FieldState::pending},
          {FieldPath("configuration.reset"), {}, {Shown::Kind::null, ""}, FieldState::pending},
          {FieldPath("configuration.token"), {}, secret("12345678"), FieldState::pending},
          {FieldPath("configuration.user"),
           {},
           secret("ef567890", "env:USER, file:/run/secrets/a"),
           FieldState::pending},
          {FieldPath("name"), {}, text("analytics-prod"), FieldState::pending},
          {FieldPath("tags"), {}, text(R"(["prod","\"x"])"), FieldState::pending}};
}

Change live(ChangeKind kind, Reason reason, std::string id, int64_t instance) {
  Change change;
  change.kind = kind;
  change.reason = reason;
  change.name = id;
  change.address = {"gooddata", std::move(id)};
  change.instance_id = instance;
  change.created = "2026-01-02T03:04:05Z";
  change.precondition = "hmac:0011223344556677";
  change.origin = {"manifests/a.yaml", 3, 1};
  return change;
}

std::vector<FieldChange> updated_fields() {
  const std::string host = "https://secure.gooddata.example/with/a/long/path/that/two/values/share/up/to/";
  return {{FieldPath("configuration.siteAddress"), text("a"), text("b"), FieldState::pending},
          {FieldPath("configuration.endpoint"), text(host + "here"), text(host + "there"), FieldState::drift},
          {FieldPath("configuration.version"), text("3"), {}, FieldState::conflict},
          {FieldPath("configuration.note"), {}, text("new"), FieldState::unknown},
          {FieldPath("configuration.reset"), text("x"), {Shown::Kind::null, ""}, FieldState::pending},
          {FieldPath("configuration.password"), secret("ab12cd34"), secret("ef567890", "env:P"),
           FieldState::pending},
          {FieldPath("configuration.token"), secret(""), secret(""), FieldState::unverifiable},
          {FieldPath("configuration.key"), secret(""), secret("ef567890"), FieldState::unknown},
          {FieldPath("configuration.same"), secret("ef567890"), secret("ef567890"), FieldState::pending}};
}

} // namespace

Change change_of(ChangeKind kind) {
  switch (kind) {
  case ChangeKind::create: {
    Change change;
    change.kind = kind;
    change.reason = Reason::absent;
    change.address = {"gooddata", "analytics-prod"};
    change.name = "analytics-prod";
    change.origin = {"manifests/a.yaml", 3, 1};
    change.fields = created_fields();
    change.sinks = {R"(command command=["vault","kv put"])", "file path=.cerec/tokens.json"};
    return change;
  }
  case ChangeKind::update: {
    Change change = live(kind, Reason::fields_differ, "analytics-eu", 4014);
    change.previous_name = "analytics-europe";
    change.fields = updated_fields();
    change.notes = {"1 secret cannot be verified; use --rotate analytics-eu"};
    return change;
  }
  case ChangeKind::adopt: {
    Change change = live(kind, Reason::unowned_match, "found", 4015);
    change.fingerprint_only = true;
    return change;
  }
  case ChangeKind::replace: {
    Change change = live(kind, Reason::element_changed, "moved", 4016);
    change.fields = {{FieldPath("element"), text("gooddata"), text("pardot"), FieldState::pending},
                     {FieldPath("name"), {}, text("moved"), FieldState::pending}};
    change.sinks = {"file path=.cerec/tokens.json"};
    return change;
  }
  case ChangeKind::remove: {
    Change change = live(kind, Reason::manifest_removed, "old", 4017);
    change.origin = {};
    change.sinks = {"file path=.cerec/tokens.json"};
    return change;
  }
  case ChangeKind::release: {
    Change change = live(kind, Reason::released, "let-go", 4018);
    change.origin = {};
    return change;
  }
  case ChangeKind::dedupe:
    return live(kind, Reason::duplicate, "twice", 4019);
  case ChangeKind::keep: {
    Change change = live(kind, Reason::none, "same", 4020);
    change.unhealthy = true;
    return change;
  }
  }
  return {};
}

Change refused_by(model::Refusal refusal) {
  Change change = live(ChangeKind::update, Reason::none, "contested", 4021);
  change.refusal = refusal;
  change.candidates = {{4021, "contested", "2026-01-02T03:04:05Z", "other/contested"},
                       {4022, "contested", "", ""}};
  change.advice = "cerec plan --take-over contested=4021";
  return change;
}

model::PlanBinding binding() {
  model::PlanBinding binding;
  binding.base_url = "https://api.example/elements/api-v2";
  binding.account = "0123456789abcdef";
  binding.user = "fedcba9876543210";
  binding.stack = "prod";
  binding.environment = "europe";
  return binding;
}

model::Plan plan_of(std::vector<Change> changes) {
  model::Plan plan;
  plan.binding = binding();
  plan.binding.manifests = {{"manifests/a.yaml", "00ff"}};
  plan.binding.secrets = {
      {"gooddata/analytics-prod", FieldPath("configuration.password"), "env:GOODDATA_PASSWORD", "ab12cd34"}};
  plan.changes = std::move(changes);
  plan.owned = 8;
  plan.ignored_unowned = 10;
  plan.foreign = 2;
  plan.listed = 20;
  plan.list_requests = 1;
  plan.detail_requests = 8;
  return plan;
}

model::Plan full_plan() {
  std::vector<Change> changes;
  for (const model::KindRow& row : model::change_kinds())
    changes.push_back(change_of(row.kind));
  changes.push_back(refused_by(model::Refusal::foreign_owner));
  model::Plan plan = plan_of(std::move(changes));
  Change orphan = live(ChangeKind::remove, Reason::manifest_removed, "orphan", 4030);
  orphan.origin = {};
  plan.would_prune = {orphan};
  plan.warnings = {"the listing was read twice"};
  plan.mode.partial = true;
  plan.mode.targets = {"tag:prod"};
  return plan;
}

model::Outcome outcome() {
  model::Outcome out;
  using model::Ending;
  const auto add = [&](size_t change, Ending ending, int64_t id) -> model::ChangeOutcome& {
    model::ChangeOutcome item;
    item.change = change;
    item.ending = ending;
    item.instance_id = id;
    item.elapsed = base::Duration{12'345};
    out.changes.push_back(std::move(item));
    return out.changes.back();
  };
  add(0, Ending::done, 5001).token_published = true;
  model::ChangeOutcome& failed = add(1, Ending::failed, 4014);
  failed.message = "400: The field siteAddress is required";
  failed.request_id = "5f3a";
  failed.next_step = "mend the manifest, then run cerec apply again";
  auto source = std::make_shared<base::SourceFile>();
  source->name = "manifests/a.yaml";
  source->text = "element: gooddata\nconfiguration:\n  siteAddress: b\n";
  failed.faults.error("refused-entry", {source, 3, 3, 11}, "the service refuses this entry",
                      "see the element's page");
  model::ChangeOutcome& unknown = add(3, Ending::unknown, 0);
  unknown.deleted_instance_id = 4016;
  unknown.message = "instance 4016 was deleted and its token is dead; the connection closed before an answer";
  unknown.next_step = "cerec plan";
  add(2, Ending::not_tried, 4017).message = "deletes wait until all else went well";
  add(4, Ending::done, 4015).already_existed = true;
  out.requests = {14, 2, 8, 1, 2, 0, 1, base::Duration{3'000}};
  out.warnings = {"tags came back in another order"};
  return out;
}

model::DriftReport drift() {
  model::DriftReport report;
  report.binding = binding();
  using model::DriftKind;
  for (const DriftKind kind : {DriftKind::pending, DriftKind::drift, DriftKind::conflict, DriftKind::missing,
                               DriftKind::unmanaged, DriftKind::foreign, DriftKind::orphaned,
                               DriftKind::duplicate, DriftKind::unhealthy, DriftKind::unverifiable}) {
    model::DriftItem item;
    item.kind = kind;
    item.name = "eu";
    if (kind != DriftKind::unmanaged)
      item.address = {"gooddata", "eu"};
    if (kind != DriftKind::missing) {
      item.instance_id = 4014;
      item.created = "2026-01-02T03:04:05Z";
    }
    if (kind == DriftKind::drift)
      item.fields = {
          {FieldPath("configuration.siteAddress"), text("a"), text("b"), FieldState::drift},
          {FieldPath("configuration.password"), secret("ab12cd34"), secret("ef567890"), FieldState::drift}};
    if (kind == DriftKind::unhealthy)
      item.detail = "valid: false";
    item.origin = {"manifests/a.yaml", 3, 1};
    report.items.push_back(item);
    report.counts[kind] = 1;
  }
  report.counts[DriftKind::in_sync] = 4;
  report.managed = 12;
  report.listed = 20;
  report.coverage = 0.6;
  report.list_requests = 1;
  report.detail_requests = 12;
  return report;
}

model::Plan hostile_plan(const std::string& bad) {
  std::vector<Change> changes;
  for (const model::KindRow& row : model::change_kinds()) {
    Change change = change_of(row.kind);
    change.name = change.previous_name = change.created = change.advice = bad;
    change.address = {bad, bad};
    change.origin = {bad, 1, 1};
    change.notes = {bad};
    change.unverified = {FieldPath(bad)};
    change.sinks = {bad};
    change.fields = {{FieldPath(bad), text(bad), text(bad), FieldState::drift},
                     {FieldPath(bad), secret(bad), secret(bad, bad), FieldState::drift},
                     {FieldPath("tags"), {}, text(bad), FieldState::drift},
                     {FieldPath("name"), {}, secret(bad, bad), FieldState::drift}};
    changes.push_back(change);
    change.refusal = model::Refusal::ambiguous;
    change.candidates = {{1, bad, bad, bad}};
    changes.push_back(change);
  }
  model::Plan plan = plan_of(std::move(changes));
  plan.would_prune = {plan.changes.front()};
  plan.warnings = {bad};
  plan.binding.stack = plan.binding.base_url = plan.binding.account = bad;
  plan.binding.user = plan.binding.environment = bad;
  plan.mode.partial = true;
  plan.mode.targets = {bad};
  return plan;
}

Document document(const model::Plan& plan) {
  Document out;
  out.command = "plan";
  out.version = "0.1.0";
  out.timestamp = "2026-03-04T05:06:07Z";
  out.plan = &plan;
  return out;
}

} // namespace cerec::report::samples
