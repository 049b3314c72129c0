#include "simulation/world.hpp"

#include "simulation/audit.hpp"
#include "simulation/outcomes.hpp"
#include "simulation/review.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace cerec::simulation {
namespace {

using base::Duration;

constexpr Duration k_quiet{7 * 60'000};
constexpr Duration k_patience{4 * 3'600'000}; ///< virtual; no run may take longer

sim::PlatformConfig platform_config(const Scenario& scenario) {
  sim::PlatformConfig config;
  config.choices = scenario.choices;
  config.seed = scenario.seed + 1;
  config.largest_page = scenario.largest_page;
  config.accounts = {sim::demo_account(), other_user()};
  return config;
}

/// An answer that does not tell whether there is an instance of the identity.
bool says_nothing(const sim::RequestRecord& record) {
  return record.effect.body == sim::Effect::Body::no_route ||
         (record.status == 200 && record.effect.reading.without_tags);
}

/// What the request is for, as the create protocol names it. `posted`: actors with the identities that they
/// have posted.
std::string phase_of(const sim::RequestRecord& record, const std::set<std::string>& posted) {
  const bool collection = record.path == "/instances";
  const auto contains = [&](std::string_view word) { return record.body.find(word) != std::string::npos; };
  switch (record.method) {
  case http::Method::get: {
    if (!collection)
      return record.path == "/instances/count" ? "GET count" : "GET details";
    const std::string identity = identity_of(record);
    if (identity.empty())
      return "GET listing";
    return posted.count(record.actor + "/" + identity) > 0 ? "GET settle" : "GET look-up";
  }
  case http::Method::post:
    return "POST create";
  case http::Method::patch:
    return contains("\"configuration\"") || contains("\"name\"") || !contains("cerec:settled")
               ? "PATCH update"
               : "PATCH tags";
  case http::Method::del:
    return record.path.ends_with("/enabled") ? "DELETE enabled" : "DELETE instance";
  default:
    return "PUT enabled";
  }
}

} // namespace

World::World(const Scenario& scenario)
    : scenario_(scenario), scheduler_(scenario.seed + 2), service_(scheduler_, platform_config(scenario)),
      console_random_(scenario.seed + 3) {
  service_.latency.wire = {Duration{1}, Duration{30}};
  service_.latency.service = {Duration{1}, Duration{60}};
  service_.latency.create = {Duration{100}, Duration{2'000}};
  if (scenario.create_time.count() > 0)
    service_.latency.create = {scenario.create_time, scenario.create_time};
  for (const sim::Instance& stranger : scenario.strangers)
    service_.platform.add(stranger);
}

std::string World::manifest_name() const {
  return scenario_.seed % 4 == 0 ? "instances.yaml" : "instances.json"; // JSON is read several times faster
}

test::MemoryFiles& World::workspace(size_t number, const std::vector<Wanted>& wanted) {
  std::unique_ptr<test::MemoryFiles>& files = workspaces_[number];
  if (!files)
    files = std::make_unique<test::MemoryFiles>();
  if (scenario_.sinks.used)
    (void)files->write_atomic("cerec.yaml",
                              "tokens:\n  - {type: file}\n  - {type: dotenv, path: tokens.env}\n"
                              "  - {type: command, command: [keep]}\n",
                              0644);
  const std::string name = manifest_name();
  (void)files->write_atomic(name, name.ends_with(".yaml") ? yaml_of(wanted) : json_of(wanted), 0644);
  return *files;
}

RunResult World::run_neighbour() {
  Run run;
  run.actor = std::string(k_neighbour);
  ProcessSpec spec = spec_of(run);
  Wanted one = scenario_.before.empty() ? scenario_.wanted.front() : scenario_.before.front();
  one.logical_id = scenario_.sinks.same_id ? one.logical_id : "neighbour";
  one.name = "neighbour";
  test::MemoryFiles& files = workspace(0, scenario_.wanted);
  (void)files.write_atomic("neighbour.json", json_of({one}), 0644);
  spec.arguments = {"apply", "-f", "neighbour.json", "-o", "json", "--auto-approve"};
  spec.environment["CEREC_STACK"] = std::string(k_neighbour);
  return run_process(spec, service_, files);
}

ProcessSpec World::spec_of(const Run& run) {
  ProcessSpec spec;
  spec.actor = run.actor;
  spec.mishaps = run.mishaps;
  spec.seed = scenario_.seed * 31 + std::hash<std::string>{}(run.actor);
  spec.arguments = {run.command, "-f", manifest_name(), "-o", "json"};
  if (run.command == "apply") {
    spec.arguments.insert(spec.arguments.end(),
                          {"--auto-approve", "--parallelism", std::to_string(run.parallelism)});
  }
  if (run.command != "drift") {
    spec.arguments.insert(spec.arguments.end(), {"--max-deletes", "100", "--max-delete-percent", "100"});
    for (const std::string& name : scenario_.replaced())
      spec.arguments.insert(spec.arguments.end(), {"--allow-replace", name});
    if (run.refresh_changed)
      spec.arguments.insert(spec.arguments.end(), {"--refresh", "changed"});
    if (run.shard > 0)
      spec.arguments.insert(spec.arguments.end(),
                            {"--shard", fmt::format("{}/{}", run.shard, scenario_.shards)});
  }
  spec.arguments.insert(spec.arguments.end(), {"--timeout", fmt::format("{}s", run.timeout)});
  if (run.command == "plan")
    spec.arguments.emplace_back("--detailed-exitcode");
  if (scenario_.prune && run.command != "drift")
    spec.arguments.emplace_back("--prune");
  const sim::Account account = sim::demo_account();
  spec.environment = {{"CEREC_API_URL", "https://api.example.com/elements/api-v2"},
                      {"CEREC_USER_SECRET", account.user},
                      {"CEREC_ORGANIZATION_SECRET", account.organization},
                      {"CEREC_STACK", "sim"}};
  const Keys& keys = scenario_.keys;
  if (const std::string& key = run.actor == "before" ? keys.before : keys.now; !key.empty())
    spec.environment["CEREC_FINGERPRINT_KEY"] = key;
  if (run.actor != "before" && !keys.previous.empty())
    spec.environment["CEREC_PREVIOUS_FINGERPRINT_KEY"] = keys.previous;
  if (scenario_.delete_by_disable)
    spec.environment["CEREC_DELETE_MODE"] = "disable";
  if (!scenario_.empty_listing.empty())
    spec.environment["CEREC_EMPTY_LISTING"] = scenario_.empty_listing;
  if (scenario_.shared_key)
    spec.environment["CEREC_FINGERPRINT_KEY"] = k_shared_key;
  for (const auto& [name, value] : scenario_.secrets)
    spec.environment[name] = value;
  if (scenario_.sinks.used)
    spec.environment["CEREC_TRUST_PROJECT"] = "1";
  spec.keeper = &keeper_;
  return spec;
}

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

/// One run, which may be two processes: who plans, and who applies what was reviewed.
RunResult World::run_all_of(const Run& run, test::MemoryFiles& files) {
  switch (run.review.way) {
  case Review::Way::none:
    break;
  case Review::Way::file:
    return review_file(run, files);
  case Review::Way::prompt:
    return review_prompt(run, files);
  }
  return run_process(spec_of(run), service_, files);
}

/// At this time, and what comes after it when it has ended.
void World::start(const Run& run, base::TimePoint time, Evidence& evidence) {
  scheduler_.spawn(time, [this, run, &evidence] {
    test::MemoryFiles& files = workspace(run.workspace, scenario_.wanted);
    RunResult result = run_all_of(run, files);
    result.command = run.command;
    result.workspace = run.workspace;
    result.ended = scheduler_.now();
    result.tokens = tokens_text(files);
    evidence.runs.push_back(std::move(result));
    for (const Run& next : scenario_.runs)
      if (next.after == run.actor)
        start(next, scheduler_.now() + next.start, evidence);
  });
}

/// A fault-free round: one run, or one for each shard, at the same time.
bool World::play_last(int round, const std::string& command, Evidence& evidence) {
  const size_t first = evidence.last_runs.size();
  const bool split = scenario_.shards > 0 && command == "apply";
  for (int shard = split ? 1 : 0; shard <= (split ? scenario_.shards : 0); ++shard) {
    Run run;
    run.actor = fmt::format("last-{}-{}-{}", command, round, shard);
    run.command = command;
    run.shard = shard;
    run.workspace = static_cast<size_t>(std::max(shard - 1, 0));
    scheduler_.spawn(scheduler_.now(), [&, run, round] {
      evidence.last_runs.push_back(
          run_process(spec_of(run), service_, workspace(run.workspace, scenario_.wanted)));
      evidence.last_runs.back().command = run.command;
      evidence.last_runs.back().ended = scheduler_.now();
      evidence.last_runs.back().round = round;
    });
  }
  evidence.ended = scheduler_.run(scheduler_.now() + k_patience) && evidence.ended;
  return std::all_of(evidence.last_runs.begin() + static_cast<std::ptrdiff_t>(first),
                     evidence.last_runs.end(), [](const RunResult& run) { return run.exit_code == 0; });
}

void World::settle_down() {
  service_.faults.clear();
  keeper_.refuses = 0;
  (void)scheduler_.run(scheduler_.now() + k_patience); // late commits and answers to the dead
  // An unsettled instance may belong to a run that is still at work until it is this old (plan::Options).
  scheduler_.advance_to(scheduler_.now() + k_quiet);
}

Evidence World::play() {
  Evidence evidence;
  if (!scenario_.before.empty()) {
    Run first;
    first.actor = "before";
    scheduler_.spawn(scheduler_.now(), [&, first] {
      evidence.runs.push_back(run_process(spec_of(first), service_, workspace(0, scenario_.before)));
    });
    (void)scheduler_.run(scheduler_.now() + k_patience);
  }
  evidence.history_before = service_.platform.history().size();
  for (const sim::FaultRule& rule : scenario_.faults)
    service_.faults.add(rule);
  const base::TimePoint begin = scheduler_.now();
  for (const Run& run : scenario_.runs)
    if (std::none_of(scenario_.runs.begin(), scenario_.runs.end(),
                     [&](const Run& other) { return other.actor == run.after; }))
      start(run, begin + run.start, evidence);
  keeper_.refuses = scenario_.sinks.refuses;
  if (scenario_.sinks.neighbour)
    scheduler_.spawn(begin + *scenario_.sinks.neighbour, [&] { evidence.neighbour = run_neighbour(); });
  for (const ConsoleAct& act : scenario_.console)
    scheduler_.at(begin + act.at, [this, act] { play_console(act); });
  evidence.ended = scheduler_.run(begin + k_patience);
  settle_down();

  // An apply that says that all went well is taken at its word: the plan after it has to be empty.
  if (!play_last(0, "apply", evidence))
    play_last(1, "apply", evidence);
  play_last(2, "plan", evidence);
  for (const auto& [number, files] : workspaces_)
    if (const auto text = files->read(".cerec/tokens.json"))
      evidence.tokens[number] = *text;
  if (const auto first = workspaces_.find(0); first != workspaces_.end())
    evidence.variables = first->second->read("tokens.env").value_or("");
  evidence.keeper = keeper_;
  for (const auto& [number, files] : workspaces_)
    evidence.other_sink += files->read(std::string(k_other_sink)).value_or("");
  read_log(evidence);
  return evidence;
}

void World::read_log(Evidence& evidence) const {
  std::set<std::string> posted;    ///< actor and identity: what comes after its POST settles it
  std::set<std::string> looked_up; ///< since their last POST that may have been carried out
  for (const sim::RequestRecord& record : service_.requests) {
    if (record.actor == "console" || record.actor == k_neighbour)
      continue;
    const std::string phase = phase_of(record, posted);
    const std::string subject = record.actor + "/" + identity_of(record);
    if (record.method == http::Method::post) {
      posted.insert(subject);
      if (looked_up.count(subject) == 0)
        evidence.blind_posts.push_back(subject);
      const bool nothing_made = record.effect.ending == sim::Effect::Ending::refuse ||
                                (record.status >= 400 && record.status < 500);
      if (!nothing_made)
        looked_up.erase(subject);
    } else if (!identity_of(record).empty() && (record.status == 200 || record.status == 404) &&
               !says_nothing(record)) {
      looked_up.insert(subject);
    }
    if (!record.effect.any())
      continue;
    const std::string effect = record.effect.text();
    ++evidence.faults_struck[fmt::format("{} | {}", phase, effect.substr(0, effect.find('=')))];
  }
}

} // namespace cerec::simulation
