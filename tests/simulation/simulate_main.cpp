#include "simulation/invariants.hpp"
#include "simulation/shrink.hpp"
#include "simulation/world.hpp"

#include <algorithm>
#include <atomic>
#include <cctype>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fmt/format.h>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <thread>

/// cerec-simulate: plays seeded schedules on all cores. A test tool; it is not installed.
namespace {

using namespace cerec;
using namespace cerec::simulation;

constexpr const char* k_usage =
    "usage: cerec-simulate [--seeds A..B | --fresh] [--time SECONDS] [--jobs N] [--expect-violation]\n"
    "       cerec-simulate --replay SEED [--shrink]\n"
    "Plays schedules of faults, crashes, racing appliers and console users against the simulated service, "
    "and checks the\n"
    "invariants of docs/guarantees.md after each. Exit 1: a schedule failed (with --expect-violation: none "
    "did).\n";

struct Options {
  uint64_t first = 1, last = 2'000;
  double seconds = 0; ///< 0: no limit
  unsigned jobs = std::max(1U, std::thread::hardware_concurrency());
  bool expect_violation = false;
  bool replay = false, shrink = false;
};

bool parse(int argc, char** argv, Options& options) {
  for (int i = 1; i < argc; ++i) {
    const std::string flag = argv[i];
    const char* value = i + 1 < argc ? argv[i + 1] : nullptr;
    if (flag == "--fresh") { // seeds that no run has played: from the time of day
      options.first = static_cast<uint64_t>(std::time(nullptr)) * 1'000;
      options.last = options.first + 1'000'000'000;
    } else if (flag == "--expect-violation") {
      options.expect_violation = true;
    } else if (flag == "--shrink") {
      options.shrink = true;
    } else if (value == nullptr) {
      return false;
    } else if (flag == "--seeds") {
      const std::string range = argv[++i];
      const size_t dots = range.find("..");
      if (dots == std::string::npos)
        return false;
      options.first = std::strtoull(range.c_str(), nullptr, 10);
      options.last = std::strtoull(range.c_str() + dots + 2, nullptr, 10);
    } else if (flag == "--time") {
      options.seconds = std::strtod(argv[++i], nullptr);
    } else if (flag == "--jobs") {
      options.jobs = static_cast<unsigned>(std::max(1L, std::strtol(argv[++i], nullptr, 10)));
    } else if (flag == "--replay") {
      options.replay = true;
      options.first = options.last = std::strtoull(argv[++i], nullptr, 10);
    } else {
      return false;
    }
  }
  return options.first <= options.last;
}

struct Played {
  std::vector<std::string> violations;
  Evidence evidence;
  std::string trace;
};

Played play(const Scenario& scenario, bool with_trace) {
  World world(scenario);
  Played played;
  played.evidence = world.play();
  played.violations = violations(scenario, world, played.evidence);
  if (with_trace)
    for (const sim::RequestRecord& record : world.service().requests)
      played.trace += fmt::format("{:>9} ms  {:<16} {:<60} -> {}{}{}\n",
                                  record.time.time_since_epoch().count(), record.actor, record.line(),
                                  record.status == 0 ? "no answer" : std::to_string(record.status),
                                  record.committed ? ", committed" : "",
                                  record.effect.any() ? "   [" + record.effect.text() + "]" : "");
  return played;
}

/// What was violated, without the numbers of ids, that a smaller schedule gives anew.
std::set<std::string> kinds_of(const std::vector<std::string>& violations) {
  std::set<std::string> kinds;
  for (std::string text : violations) {
    text.erase(std::remove_if(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; }),
               text.end());
    kinds.insert(std::move(text));
  }
  return kinds;
}

/// A smaller schedule counts only if it fails as the whole one does, not in any way.
std::function<bool(const Scenario&)> same_fault(std::set<std::string> wanted) {
  return [wanted = std::move(wanted)](const Scenario& smaller) {
    for (const std::string& kind : kinds_of(play(smaller, false).violations))
      if (wanted.count(kind) > 0)
        return true;
    return false;
  };
}

int replay(const Options& options) {
  Scenario scenario = generate(options.first);
  if (options.shrink)
    scenario = shrink(scenario, same_fault(kinds_of(play(scenario, false).violations)));
  const Played played = play(scenario, true);
  fmt::print("{}\n{}\n", scenario.text(), played.trace);
  const auto show = [](const RunResult& run) {
    fmt::print("{} {}: {} after {} steps\n{}{}", run.actor, run.command,
               run.crashed ? "killed" : fmt::format("exit {}", run.exit_code), run.steps, run.out, run.err);
  };
  std::for_each(played.evidence.runs.begin(), played.evidence.runs.end(), show);
  std::for_each(played.evidence.last_runs.begin(), played.evidence.last_runs.end(), show);
  for (const std::string& violation : played.violations)
    fmt::print("VIOLATION: {}\n", violation);
  fmt::print("{} violations\n", played.violations.size());
  return played.violations.empty() ? 0 : 1;
}

/// Shared by the workers: the next seed, and what was found.
struct Campaign {
  std::atomic<uint64_t> next;
  std::atomic<uint64_t> played{0}, crashed{0};
  std::atomic<bool> stop{false};
  std::mutex guard;
  std::map<std::string, size_t> coverage;
  std::vector<std::pair<uint64_t, std::vector<std::string>>> failures;
};

void work(const Options& options, Campaign& campaign, std::chrono::steady_clock::time_point deadline) {
  std::map<std::string, size_t> coverage;
  while (!campaign.stop) {
    const uint64_t seed = campaign.next++;
    if (seed > options.last || (options.seconds > 0 && std::chrono::steady_clock::now() > deadline))
      break;
    const Played played = play(generate(seed), false);
    ++campaign.played;
    for (const auto& [key, count] : played.evidence.faults_struck)
      coverage[key] += count;
    for (const RunResult& run : played.evidence.runs)
      campaign.crashed += run.crashed ? 1 : 0;
    if (played.violations.empty())
      continue;
    const std::lock_guard lock(campaign.guard);
    campaign.failures.emplace_back(seed, played.violations);
    if (campaign.failures.size() >= (options.expect_violation ? 1U : 20U))
      campaign.stop = true;
  }
  const std::lock_guard lock(campaign.guard);
  for (const auto& [key, count] : coverage)
    campaign.coverage[key] += count;
}

int run_campaign(const Options& options) {
  Campaign campaign;
  campaign.next = options.first;
  if (options.seconds > 0) { // said first: a program that dies says nothing at its end
    fmt::print("seeds from {} on, for {} s\n", options.first, options.seconds);
    std::fflush(stdout);
  }
  const auto begin = std::chrono::steady_clock::now();
  const auto deadline = begin + std::chrono::milliseconds(static_cast<int64_t>(options.seconds * 1000));
  {
    std::vector<std::jthread> workers;
    for (unsigned i = 0; i < options.jobs; ++i)
      workers.emplace_back([&] { work(options, campaign, deadline); });
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  for (const auto& [key, count] : campaign.coverage)
    fmt::print("{:>8}  {}\n", count, key);
  fmt::print("{} schedules from seed {} to {}, {} runs killed, {:.1f} s, {:.0f} schedules/s, {} kinds of "
             "fault struck\n",
             campaign.played.load(), options.first, std::min(campaign.next.load() - 1, options.last),
             campaign.crashed.load(), seconds,
             static_cast<double>(campaign.played) / std::max(seconds, 0.001), campaign.coverage.size());
  std::sort(campaign.failures.begin(), campaign.failures.end());
  for (const auto& [seed, lines] : campaign.failures) {
    fmt::print("seed {} FAILED; replay: cerec-simulate --replay {} --shrink\n", seed, seed);
    for (const std::string& line : lines)
      fmt::print("  {}\n", line);
  }
  return campaign.failures.empty() != options.expect_violation ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
  Options options;
  if (!parse(argc, argv, options)) {
    std::fputs(k_usage, stderr);
    return 3;
  }
  return options.replay ? replay(options) : run_campaign(options);
}
