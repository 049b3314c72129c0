#include "simulation/world.hpp"

#include "cerec/model/ownership.hpp"
#include "simulation/audit.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

/// What somebody does at the console of a world, behind the program's back.
namespace cerec::simulation {

void World::ask_at_the_console(http::Method method, const std::string& path, std::string body) {
  const sim::Account account = sim::demo_account();
  sim::Call request = sim::make_call(method, std::string(sim::k_base_path) + path);
  request.authorization = fmt::format("User {}, Organization {}", account.user, account.organization);
  request.body = std::move(body);
  request.actor = "console";
  (void)service_.platform.handle(request, service_.clock.wall());
}

void World::play_console(const ConsoleAct& act) {
  using Kind = ConsoleAct::Kind;
  const auto& instances = service_.platform.instances();
  const auto call = [&](http::Method method, const std::string& path, std::string body) {
    ask_at_the_console(method, path, std::move(body));
  };
  if (act.kind == Kind::create) {
    call(http::Method::post, "/instances",
         fmt::format(R"({{"element":{{"key":"gooddata"}},"name":"console-{}","configuration":)"
                     R"({{"username":"u","password":"canary-console","siteAddress":"s"}}}})",
                     console_random_.below(1'000'000)));
    return;
  }
  if (act.kind == Kind::hand_over)
    return hand_over(act.pick);
  if (instances.empty())
    return;
  const auto chosen = std::next(instances.begin(), static_cast<std::ptrdiff_t>(act.pick % instances.size()));
  const sim::InstancePtr instance = chosen->second;
  const std::string path = fmt::format("/instances/{}", instance->id);
  switch (act.kind) {
  case Kind::rename:
    call(http::Method::patch, path, R"({"name":"renamed at the console"})");
    break;
  case Kind::add_tag: {
    std::string tags = R"("console")";
    for (const std::string& tag : instance->tags)
      tags += fmt::format(R"(,"{}")", tag);
    call(http::Method::patch, path, fmt::format(R"({{"tags":[{}]}})", tags));
    break;
  }
  case Kind::drop_tags:
    if (std::find(instance->tags.begin(), instance->tags.end(), "cerec:settled") == instance->tags.end())
      break; // what a run left unfinished would become one of several of its name
    call(http::Method::patch, path, R"({"tags":[]})");
    break;
  case Kind::edit:
    call(http::Method::patch, path, R"({"configuration":{"siteAddress":"console.example"}})");
    break;
  case Kind::edit_secret:
    call(http::Method::patch, path, R"({"configuration":{"username":"console"}})");
    break;
  case Kind::disable:
    call(http::Method::del, path + "/enabled", "");
    break;
  case Kind::enable:
    call(http::Method::put, path + "/enabled", "");
    break;
  case Kind::remove:
    call(http::Method::del, path, "");
    break;
  case Kind::create:
  case Kind::hand_over:
    break;
  }
}

/// Of those that this stack owns and no manifest wants: what is wanted would be refused for ever.
void World::hand_over(uint64_t pick) {
  std::vector<sim::InstancePtr> orphans;
  for (const auto& [id, instance] : service_.platform.instances()) {
    const std::string logical = owned_id(*instance);
    const bool wanted = std::any_of(scenario_.wanted.begin(), scenario_.wanted.end(),
                                    [&](const Wanted& one) { return one.logical_id == logical; });
    if (!logical.empty() && !wanted && has_tag(*instance, "cerec:settled"))
      orphans.push_back(instance);
  }
  if (orphans.empty())
    return;
  const sim::InstancePtr& chosen = orphans[pick % orphans.size()];
  model::Ownership owner = model::Ownership::of("other", fmt::format("taken-{}", chosen->id));
  owner.settled = owner.protect = true;
  ask_at_the_console(http::Method::patch, fmt::format("/instances/{}", chosen->id),
                     nlohmann::json{{"tags", model::join_tags({}, owner)}}.dump());
}

} // namespace cerec::simulation
