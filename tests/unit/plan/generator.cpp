#include "unit/plan/generator.hpp"

#include <fmt/format.h>

namespace plan_test {

model::Configuration Generator::configuration() {
  model::Configuration made;
  const auto maybe = [&](const char* name, model::Value value) {
    if (chance(50))
      made.emplace(name, std::move(value));
  };
  maybe("a", text(fmt::format("v{}", below(3))));
  maybe("flag", model::Value::boolean(chance(50)));
  maybe("number", model::Value::number(std::to_string(below(4))));
  maybe("json", model::Value::json(fmt::format(R"({{"x":{}}})", below(3))));
  maybe("reset", model::Value());
  maybe("event.vendor.type", text(chance(50) ? "webhook" : "polling"));
  maybe("password", secret(fmt::format("{}-{}", k_canary, below(3))));
  maybe("user.key", secret(fmt::format("{}-{}", k_canary, below(3))));
  return made;
}

std::vector<model::DesiredInstance> Generator::manifests() {
  std::vector<model::DesiredInstance> made;
  for (size_t i = 0, count = below(8); i < count; ++i) {
    model::DesiredInstance one =
        manifest(fmt::format("name{}", i), configuration(), chance(70) ? "gooddata" : "pardot");
    one.address.logical_id = fmt::format("id{}", i);
    if (chance(50))
      one.tags = std::vector<std::string>{fmt::format("tag{}", below(3)), "z"};
    if (chance(30))
      one.disabled = chance(50);
    if (chance(20))
      one.previous_names = {fmt::format("old{}", i)};
    one.protect = chance(10);
    one.release = chance(10);
    if (chance(10))
      one.ignored_paths = {"configuration.a", "tags"};
    made.push_back(std::move(one));
  }
  return made;
}

World Generator::world(const std::vector<model::DesiredInstance>& manifests) {
  World world;
  for (const model::DesiredInstance& one : manifests) {
    if (chance(20))
      continue; // to be created
    if (chance(15)) {
      world.add(one.element.key, chance(70) || one.previous_names.empty() ? one.name : one.previous_names[0],
                configuration());
      continue;
    }
    if (chance(10)) {
      (void)world.add_owned(one, "other");
      continue;
    }
    const int64_t id = world.add_owned(one);
    model::LiveInstance& live = world.at(id);
    live.ownership.settled = !chance(10);
    live.ownership.quarantined = live.ownership.settled && chance(5);
    if (chance(20))
      live.ownership.fingerprint.reset();
    else if (chance(10))
      live.ownership.fingerprint->key_id = "AAAA";
    if (chance(20))
      (*live.configuration)["a"] = text("by hand");
    if (chance(10))
      live.user_tags = {"by hand"};
    if (chance(10))
      live.disabled = true;
    if (chance(10)) {
      const int64_t twin = world.add_owned(one);
      world.at(twin).ownership.settled = false;
    }
  }
  for (size_t i = 0, count = below(4); i < count; ++i) {
    const model::DesiredInstance extra = manifest(fmt::format("extra{}", i), configuration());
    if (chance(50))
      (void)world.add_owned(extra);
    else
      (void)world.add("gooddata", fmt::format("extra{}", i), configuration());
  }
  return world;
}

std::vector<model::DesiredInstance> Generator::edited(std::vector<model::DesiredInstance> manifests) {
  for (model::DesiredInstance& one : manifests) {
    if (chance(30))
      one.configuration = configuration();
    if (chance(20))
      one.name += "-renamed";
    if (chance(20))
      one.disabled = chance(50);
    if (chance(10))
      one.element.key = one.address.element = "zendesk";
    if (chance(10))
      one.protect = !one.protect;
  }
  if (!manifests.empty() && chance(30))
    manifests.pop_back();
  return manifests;
}

std::string Generator::any_text() {
  static const char* const pieces[] = {"",         "a",   "gooddata", "\"quoted\"", "new\nline",
                                       "\xC3\xA4", "<b>", "\\",       "\x01",       "%s"};
  std::string made;
  for (size_t i = 0, count = below(4); i < count; ++i)
    made += pieces[below(std::size(pieces))];
  return made;
}

model::Shown Generator::any_shown() {
  return {static_cast<model::Shown::Kind>(below(4)), any_text(), chance(50) ? any_text() : std::string()};
}

model::Change Generator::any_change() {
  model::Change made;
  made.kind = model::change_kinds()[below(model::change_kinds().size())].kind;
  made.reason = static_cast<model::Reason>(below(14));
  made.address = {any_text(), any_text()};
  made.name = any_text();
  made.previous_name = any_text();
  made.instance_id = static_cast<int64_t>(random_() >> 1) * (chance(50) ? 1 : 0);
  made.created = any_text();
  for (size_t i = 0, count = below(4); i < count; ++i)
    made.fields.push_back(
        {model::FieldPath(any_text()), any_shown(), any_shown(), static_cast<model::FieldState>(below(5))});
  if (chance(50))
    made.sinks = {any_text(), any_text()};
  if (chance(50))
    made.origin = {any_text(), static_cast<uint32_t>(random_()), static_cast<uint32_t>(below(100))};
  made.precondition = any_text();
  made.refusal = static_cast<model::Refusal>(below(9));
  for (size_t i = 0, count = below(3); i < count; ++i)
    made.candidates.push_back({static_cast<int64_t>(below(1000)), any_text(), any_text(), any_text()});
  made.advice = any_text();
  if (chance(30))
    made.notes = {any_text(), any_text()};
  if (chance(30))
    made.unverified = {model::FieldPath(any_text())};
  made.unhealthy = chance(20);
  made.fingerprint_only = chance(20);
  return made;
}

model::Plan Generator::any_plan() {
  model::Plan made;
  made.binding.base_url = any_text();
  made.binding.account = any_text();
  made.binding.user = any_text();
  made.binding.stack = any_text();
  made.binding.environment = any_text();
  made.binding.manifests = {{any_text(), any_text()}};
  made.binding.secrets.push_back({any_text(), model::FieldPath(any_text()), any_text(), any_text()});
  made.mode.prune = chance(50);
  made.mode.partial = chance(50);
  made.mode.destroy = chance(50);
  made.mode.delete_by_disable = chance(50);
  made.mode.refresh = chance(50) ? model::Refresh::full : model::Refresh::changed;
  if (chance(50))
    made.mode.take_over = {model::TakeOver::parse(any_text()), model::TakeOver::parse("one=1002")};
  made.mode.targets = {any_text()};
  if (chance(50))
    made.mode.shard = model::Shard{1 + below(3), 3};
  made.limits = {static_cast<int64_t>(below(100)) - 1, static_cast<int64_t>(below(100)) - 1};
  for (size_t i = 0, count = below(5); i < count; ++i)
    made.changes.push_back(any_change());
  if (chance(50))
    made.would_prune.push_back(any_change());
  made.owned = below(1000);
  made.ignored_unowned = below(1000);
  made.foreign = below(1000);
  made.quarantined = below(1000);
  made.listed = below(1000);
  made.list_requests = static_cast<int>(below(1000));
  made.detail_requests = static_cast<int>(below(1000));
  made.warnings = {any_text()};
  return made;
}

} // namespace plan_test
