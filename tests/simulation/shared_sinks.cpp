#include "simulation/shared_sinks.hpp"

#include "cerec/model/ownership.hpp"
#include "simulation/audit.hpp"
#include "simulation/outcomes.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::simulation {
namespace {

std::string variable_of(const std::string& logical_id) {
  std::string name = logical_id + "_TOKEN";
  for (char& c : name)
    c = c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

class Sinks {
public:
  Sinks(const Scenario& scenario, const sim::Platform& platform, const Evidence& evidence)
      : scenario_(scenario), platform_(platform), evidence_(evidence),
        variables_(variables_of(evidence.variables)) {
    const auto kept = evidence.tokens.find(0);
    tokens_ = tokens_of(kept == evidence.tokens.end() ? "" : kept->second);
  }

  std::vector<std::string> run() {
    if (scenario_.shards == 0) // shards replace side by side, each with files of its own
      holds_no_dead_token();
    if (scenario_.sinks.used && scenario_.shards == 0)
      holds_every_token();
    if (evidence_.neighbour)
      respects_the_neighbour();
    return std::move(faults_);
  }

private:
  template <class... Args>
  void fault(fmt::format_string<Args...> text, Args&&... args) {
    faults_.push_back(fmt::format(text, std::forward<Args>(args)...));
  }

  [[nodiscard]] bool is_alive(const std::string& token) const {
    const auto& instances = platform_.instances();
    return std::any_of(instances.begin(), instances.end(),
                       [&](const auto& entry) { return entry.second->token == token; });
  }

  /// Workspace 0 ran last (or its shard did). The neighbour does not run again.
  void holds_no_dead_token() {
    for (const auto& [address, token] : tokens_)
      if (!address.ends_with("/neighbour") && !is_alive(token))
        fault("tokens.json holds a dead token of {}", address);
    for (const auto& [name, token] : variables_)
      if (name != variable_of("neighbour") && !is_alive(token))
        fault("tokens.env holds a dead token as {}", name);
  }

  void holds_every_token() {
    // What a runner delivered that is gone is not known to the next one; one runner knows all, as long as it
    // can write what it has to remember.
    const bool one_runner = std::all_of(scenario_.runs.begin(), scenario_.runs.end(), [](const Run& run) {
      return run.workspace == 0 &&
             std::none_of(run.mishaps.begin(), run.mishaps.end(),
                          [](const Mishap& each) { return each.kind == Mishap::Kind::disk_full; });
    });
    for (const auto& [id, instance] : platform_.instances()) {
      const std::string logical = identity_in_use(platform_, *instance);
      const bool wanted = std::any_of(scenario_.wanted.begin(), scenario_.wanted.end(),
                                      [&](const Wanted& each) { return each.logical_id == logical; });
      if (!wanted)
        continue;
      if (const auto at = variables_.find(variable_of(logical));
          at == variables_.end() || at->second != instance->token)
        fault("tokens.env lacks the token of {} ({})", logical, id);
      if (const auto at = evidence_.keeper.tokens.find("sim/" + logical);
          one_runner && (at == evidence_.keeper.tokens.end() || at->second != instance->token))
        fault("the command was never given the token of {} ({})", logical, id);
    }
  }

  void respects_the_neighbour() {
    const std::string id = scenario_.sinks.same_id ? "id-0" : std::string(k_neighbour);
    const std::string tag = model::identity_tag(model::identity_code(k_neighbour, id));
    const bool ours_first = std::any_of(scenario_.before.begin(), scenario_.before.end(),
                                        [&](const Wanted& each) { return each.logical_id == id; });
    for (const auto& [number, instance] : platform_.instances()) {
      if (!has_tag(*instance, tag))
        continue;
      if (scenario_.sinks.same_id && ours_first)
        fault("the neighbour made instance {} although its variable is taken", number);
      if (scenario_.sinks.same_id || evidence_.neighbour->exit_code != 0 ||
          !has_tag(*instance, "cerec:settled"))
        continue;
      if (const auto at = variables_.find(variable_of(id));
          at == variables_.end() || at->second != instance->token)
        fault("the neighbour's token is no longer in tokens.env");
      if (const auto at = tokens_.find(instance->element + "/" + id);
          at == tokens_.end() || at->second != instance->token)
        fault("the neighbour's token is no longer in tokens.json");
    }
  }

  const Scenario& scenario_;
  const sim::Platform& platform_;
  const Evidence& evidence_;
  const std::map<std::string, std::string> variables_;
  std::map<std::string, std::string> tokens_;
  std::vector<std::string> faults_;
};

} // namespace

std::vector<std::string> untrue_sinks(const Scenario& scenario, const sim::Platform& platform,
                                      const Evidence& evidence) {
  return Sinks(scenario, platform, evidence).run();
}

} // namespace cerec::simulation
