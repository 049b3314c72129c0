#include "unit/apply/world.hpp"

#include "cerec/sim/virtual_loop.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace apply_test {

void EventLog::on(const model::ApplyEvent& event) {
  if (also)
    also(event);
  if (event.type == model::ApplyEvent::Type::progress)
    return;
  lines += fmt::format("{} {}\n", model::text_of(event.type), plan_.changes[event.change].address.logical_id);
}

const crypto::FingerprintKey& key() {
  static const auto one = crypto::FingerprintKey::from_configured(base::Secret("key"));
  return one;
}

model::DesiredInstance manifest(const std::string& name) {
  model::DesiredInstance one;
  one.element.key = "gooddata";
  one.name = name;
  one.address = {"gooddata", "gooddata." + name};
  one.configuration = {{"username", model::Value::string("joe")},
                       {"password", model::Value::string("s3cret-canary").as_sensitive()},
                       {"siteAddress", model::Value::string("secure.gooddata.com")}};
  return one;
}

Options options() {
  Options one;
  one.plan.stack = "prod";
  one.plan.stack_was_named = true;
  one.plan.binding.stack = "prod";
  one.plan.key = &key();
  one.plan.is_secret = [](std::string_view, std::string_view name) { return name == "password"; };
  return one;
}

World::World(sim::PlatformConfig config)
    : service(timeline, [&] {
        config.choices.missing_entries = sim::Choices::Missing::accept;
        return std::move(config);
      }()) {}

void World::fault(const std::string& rule) {
  auto parsed = sim::parse_fault(rule);
  REQUIRE_MESSAGE(parsed, rule);
  service.faults.add(*parsed);
}

model::Outcome World::apply(const std::vector<model::DesiredInstance>& desired, Options options,
                            const std::string& actor) {
  sim::MemoryTransport transport(service, actor);
  sim::VirtualLoop loop(timeline, signals);
  sim::VirtualClock clock(timeline);
  sim::SeededRandom random(std::hash<std::string>{}(actor));
  http::Dispatcher dispatcher(transport, loop, clock, random, options.dispatch);
  const sim::Account account = sim::demo_account();
  const api::Requests requests({"https://sim.test" + std::string(sim::k_base_path),
                                base::Secret(account.user), base::Secret(account.organization)},
                               base::Duration(120'000));
  api::Reader reader(requests, dispatcher, signals);
  auto live = reader.list({}, {});
  REQUIRE_MESSAGE(live, live.error().message);
  const auto details = plan::needed_details(desired, *live, options.plan, false);
  REQUIRE(reader.add_details(*live, details, {}));
  model::Plan plan = plan::make_plan(desired, *live, options.plan);
  if (options.edit_plan)
    options.edit_plan(plan);
  last_plan = plan;
  first_request_ = service.requests.size();
  first_mutation_ = service.platform.history().size();
  EventLog log(plan);
  log.also = options.on_event;
  apply::Ports ports{dispatcher, clock, random, signals, files, processes, terminal, log};
  const apply::Inputs inputs{
      plan, desired, *live, key(), options.sinks, options.limits, options.left, {}, options.intents_path};
  model::Outcome outcome = apply::run(inputs, requests, ports);
  events = log.lines;
  return outcome;
}

std::string World::account() const {
  std::string out;
  for (const auto& [id, instance] : service.platform.instances()) {
    const model::TagSplit tags = model::split_tags(instance->tags);
    out += fmt::format("{} {}{}{}{}\n", tags.ownership.readable() ? tags.ownership.logical_id : "nobody",
                       tags.ownership.settled ? "settled" : "unsettled",
                       tags.ownership.run.empty() ? "" : " run", instance->disabled ? " disabled" : "",
                       tags.ownership.quarantined ? " quarantined" : "");
  }
  return out;
}

std::string World::writes() const {
  std::string out;
  const auto& history = service.platform.history();
  for (size_t i = first_mutation_; i < history.size(); ++i)
    out += fmt::format("{}{}", out.empty() ? "" : " ", sim::text_of(history[i].kind));
  return out;
}

std::string World::requests() const {
  std::string out;
  for (size_t i = first_request_; i < service.requests.size(); ++i) {
    const sim::RequestRecord& record = service.requests[i];
    const bool list = record.path == "/instances" && record.method == http::Method::get;
    const bool enabled = record.path.ends_with("/enabled");
    out += fmt::format("{}{}{}", out.empty() ? "" : " ",
                       list ? std::string_view("list") : http::text_of(record.method),
                       enabled ? "-enabled" : "");
  }
  return out;
}

int64_t World::add(const std::string& name, const std::string& logical_id, std::vector<std::string> tags,
                   const std::string& created) {
  sim::Instance instance;
  instance.element = "gooddata";
  instance.name = name;
  instance.created = created;
  if (!logical_id.empty())
    tags = model::join_tags(tags, model::Ownership::of("prod", logical_id));
  instance.tags = std::move(tags);
  for (const auto& [key_name, value] : manifest(name).configuration)
    instance.configuration[key_name] = std::string(value.text_for_request().reveal());
  return service.platform.add(std::move(instance));
}

void World::prove_tags() {
  model::Ownership owner = model::Ownership::of("other", "known");
  owner.settled = true;
  add("known", "", model::join_tags({}, owner));
}

bool World::tokens_are_right() const {
  auto& all = const_cast<test::MemoryFiles&>(files);
  const auto records = tokens::read_file_sink(tokens::default_sink(), all);
  REQUIRE_MESSAGE(records, records.error().message);
  std::map<std::string, std::string> held, live;
  for (const tokens::TokenRecord& record : *records)
    held[record.address.logical_id] = record.token.reveal();
  for (const auto& [id, instance] : service.platform.instances())
    if (const model::TagSplit tags = model::split_tags(instance->tags);
        tags.ownership.settled && tags.ownership.stack == "prod")
      live[tags.ownership.logical_id] = instance->token;
  return held == live;
}

std::string outline(const model::Outcome& outcome) {
  std::string out;
  for (const model::ChangeOutcome& change : outcome.changes) {
    out += model::text_of(change.ending);
    if (change.already_existed)
      out += " (existed)";
    if (!change.message.empty())
      out += ": " + change.message;
    if (!change.next_step.empty())
      out += " -> " + change.next_step;
    out += "\n";
  }
  return out;
}

} // namespace apply_test
