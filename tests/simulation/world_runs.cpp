#include "simulation/world.hpp"

#include "simulation/audit.hpp"
#include "simulation/review.hpp"

#include <fmt/format.h>

/// How the runs of a world are called: arguments, environment, files.
namespace cerec::simulation {

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

} // namespace cerec::simulation
