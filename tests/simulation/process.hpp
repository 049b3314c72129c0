#pragma once
#include "cerec/io/ports.hpp"
#include "cerec/sim/memory_transport.hpp"
#include "simulation/scenario.hpp"

#include <functional>
#include <map>
#include <string>

namespace cerec::simulation {

/// Thrown where a SIGKILL would strike. No std::exception: nothing in the program may catch it.
struct Crash {};

/// The program of a command sink: "stack/logical id" -> the last token that it took.
struct Keeper {
  std::map<std::string, std::string> tokens;
  int refuses = 0; ///< each so-many-th; 0: none
  int calls = 0;
};

/// A process that was stopped for a while.
struct Stop {
  base::WallTime from{}, to{};
};

/// What a run left behind.
struct RunResult {
  std::string actor;
  std::string command;
  int exit_code = -1; ///< -1: killed
  bool crashed = false;
  std::string out, err;
  base::TimePoint ended{};
  size_t workspace = 0;
  int steps = 0;
  std::vector<Stop> stops;                  ///< its pauses, by the service's clock
  std::string tokens;                       ///< tokens.json as the run left it
  int round = 0;                            ///< of the fault-free runs
  base::WallTime planned{};                 ///< of a reviewed run: when its plan was made
  std::optional<base::WallTime> approved{}; ///< and when it was approved
};

/// A process: the whole program, cli::run, on ports of its own over the shared service. Counts its outward
/// steps and lets the mishaps strike. Runs to its end (or is killed) in the calling fiber.
struct ProcessSpec {
  std::string actor;
  std::vector<std::string> arguments;
  std::map<std::string, std::string> environment;
  std::vector<Mishap> mishaps;
  uint64_t seed = 1;
  Keeper* keeper = nullptr;              ///< the program that command sinks run; null: there is none
  base::Duration skew{0};                ///< of its wall clock
  std::function<std::string()> answer{}; ///< what is typed at a prompt; empty: there is no terminal
};
[[nodiscard]] RunResult run_process(const ProcessSpec& spec, sim::Service& service, io::Files& workspace);

} // namespace cerec::simulation
