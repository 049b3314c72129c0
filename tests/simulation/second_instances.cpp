#include "simulation/second_instances.hpp"

#include "simulation/audit.hpp"
#include "simulation/outcomes.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cerec::simulation {
namespace {

using sim::RequestRecord;

constexpr base::Duration k_intent{170'000}; ///< below the settle limit: a request may wait before it leaves

base::WallTime wall_of(const sim::Service& service, base::TimePoint time) {
  sim::VirtualClock clock = service.clock;
  return clock.wall() - (service.timeline.now() - time);
}

/// Ids of the instances of each identity as they were at a moment.
std::map<std::string, std::set<int64_t>> alive_at(const sim::Service& service, base::TimePoint time) {
  const base::WallTime wall = wall_of(service, time);
  std::map<int64_t, std::string> owner;
  for (const sim::Mutation& mutation : service.platform.history()) {
    if (mutation.time > wall)
      break;
    owner[mutation.id] = mutation.after ? identity_in_use(service.platform, *mutation.after) : std::string();
  }
  std::map<std::string, std::set<int64_t>> alive;
  for (const auto& [id, logical] : owner)
    if (!logical.empty())
      alive[logical].insert(id);
  return alive;
}

/// A listing from its beginning, answered in full.
bool is_clear_listing(const RequestRecord& record) {
  return record.method == http::Method::get && record.path == "/instances" && record.status == 200 &&
         !record.effect.any() && record.query.find("nextPage") == std::string::npos;
}

std::string silent_second(const Scenario& scenario, const sim::Service& service, const RunResult& run) {
  const auto at_end = alive_at(service, run.ended);
  for (const RequestRecord& record : service.requests) {
    if (record.actor != run.actor || !is_clear_listing(record))
      continue;
    const auto shown = alive_at(service, record.time);
    const std::string only = identity_of(record);
    for (const Wanted& wanted : scenario.wanted) {
      const std::string& id = wanted.logical_id;
      if ((!only.empty() && only != id) || !shown.contains(id) || !at_end.contains(id))
        continue;
      std::vector<int64_t> both;
      std::set_intersection(shown.at(id).begin(), shown.at(id).end(), at_end.at(id).begin(),
                            at_end.at(id).end(), std::back_inserter(both));
      if (both.size() > 1)
        return fmt::format(
            "{} was shown instances {} of {}, both were alive when it ended, and it says that all "
            "is well",
            run.actor, fmt::join(both, " and "), id);
    }
  }
  return {};
}

/// True if somebody removed an instance of the identity, or took its tags away, between the two moments.
bool went_away(const sim::Service& service, const std::string& logical, base::TimePoint from,
               base::TimePoint to) {
  const auto& history = service.platform.history();
  return std::any_of(history.begin(), history.end(), [&](const sim::Mutation& mutation) {
    return mutation.before && owned_id(*mutation.before) == logical &&
           (!mutation.after || owned_id(*mutation.after) != logical) &&
           mutation.time >= wall_of(service, from) && mutation.time <= wall_of(service, to);
  });
}

bool has_disk_full(const Scenario& scenario, const std::string& actor) {
  return std::any_of(scenario.runs.begin(), scenario.runs.end(), [&](const Run& run) {
    return run.actor == actor &&
           std::any_of(run.mishaps.begin(), run.mishaps.end(),
                       [](const Mishap& mishap) { return mishap.kind == Mishap::Kind::disk_full; });
  });
}

/// How long the process stood still between its intent and its POST: an intent counts from when it was
/// written, and whoever is stopped then sends when he wakes up (docs/guarantees.md, the limit of pauses).
base::Duration stopped_before(const sim::Service& service, const RunResult& run, const RequestRecord& post) {
  constexpr std::chrono::seconds k_soon{1};
  const base::WallTime sent = wall_of(service, post.time);
  base::Duration stopped{0};
  for (const Stop& stop : run.stops)
    if (stop.to <= sent && sent - stop.to < k_soon)
      stopped += stop.to - stop.from;
  return stopped;
}

/// The answer to the POST was clear, and its run went on with it: the intent was closed. A run that is shown
/// a stale listing may then post again, and gives way to the settled one.
bool was_answered(const sim::Service& service, const RequestRecord& post) {
  const std::string id = identity_of(post);
  return post.status == 200 && !post.effect.any() &&
         std::any_of(service.requests.begin(), service.requests.end(), [&](const RequestRecord& later) {
           return later.actor == post.actor && later.time > post.time && later.method != http::Method::post &&
                  identity_of(later) == id;
         });
}

} // namespace

std::vector<std::string> silent_seconds(const Scenario& scenario, const World& world,
                                        const Evidence& evidence) {
  std::vector<std::string> faults;
  if (scenario.shards > 0) // each sees all, and answers for its own
    return faults;
  for (const auto* runs : {&evidence.runs, &evidence.last_runs})
    for (const RunResult& run : *runs)
      if (!run.crashed && run.exit_code == 0)
        if (std::string fault = silent_second(scenario, world.service(), run); !fault.empty())
          faults.push_back(std::move(fault));
  return faults;
}

std::vector<std::string> forgotten_intents(const Scenario& scenario, const World& world,
                                           const Evidence& evidence) {
  std::vector<std::string> faults;
  if (scenario.damages_tags()) // what it posted it removed again, and the next run may try anew
    return faults;
  const sim::Service& service = world.service();
  for (size_t i = 0; i < evidence.runs.size(); ++i) {
    const RunResult& dead = evidence.runs[i];
    if (!dead.crashed || has_disk_full(scenario, dead.actor))
      continue;
    for (const RequestRecord& first : service.requests) {
      const bool open =
          first.effect.ending != sim::Effect::Ending::refuse && (first.status < 400 || first.status >= 500);
      if (first.actor != dead.actor || first.method != http::Method::post || !open ||
          was_answered(service, first))
        continue;
      const std::string id = identity_of(first);
      for (const RequestRecord& second : service.requests)
        for (size_t later = i + 1; later < evidence.runs.size(); ++later)
          if (evidence.runs[later].workspace == dead.workspace &&
              evidence.runs[later].actor == second.actor && second.actor != dead.actor &&
              second.method == http::Method::post && identity_of(second) == id && second.time > dead.ended &&
              second.time < first.time - stopped_before(service, dead, first) + k_intent &&
              !went_away(service, id, first.time, second.time))
            faults.push_back(fmt::format("{} posted {}, which {} had posted in the same folder {} ms before",
                                         second.actor, id, dead.actor, (second.time - first.time).count()));
    }
  }
  return faults;
}

} // namespace cerec::simulation
