#pragma once
#include "cerec/base/known_secrets.hpp"
#include "cerec/cli/program.hpp"
#include "cerec/model/exit_code.hpp"
#include "cli/output/output.hpp"

#include <map>
#include <optional>

namespace cerec::cli {

/// A step of the pipeline: its value, or the exit code with which the run ends. Why is in the RunState.
template <class T>
using Step = base::Result<T, model::ExitCode>;

/// The options that every command has.
struct CommonOptions {
  std::optional<std::string> directory, project, environment;
  std::vector<std::string> outputs;
  bool json = false;
  bool no_color = false, quiet = false, no_progress = false, help = false;
  std::map<std::string, std::string> flags; ///< settings given as flags, by key
};

/// All that a run has found out so far. The report at the end is made of it, on every way out.
struct RunState {
  std::string command;
  base::Diagnostics diagnostics;
  std::optional<base::Failure> failure;
  std::optional<model::Plan> plan;
  std::string plan_digest, plan_file;
  std::string apply_command;  ///< of the plan that was saved
  std::string repeated_flags; ///< what an advised command needs to mean the same
  std::optional<model::Outcome> outcome;
  std::optional<model::DriftReport> drift;
  bool detailed_keeps = false;
  /// The result of a command that is no report ("version", "token get"), in the format asked for.
  std::optional<std::string> raw;
  bool raw_is_data = false; ///< for a file or another program: goes out byte by byte
};

struct Context {
  System& system;
  CommonOptions common;
  Output output;
  RunState state;
  base::KnownSecrets secrets; ///< what this run has read and never says: of the account, of manifests, tokens

  explicit Context(System& with)
      : system(with), output(with.terminal, with.files, with.environment, with.clock) {}

  /// Records why the run ends, and says with which exit code.
  [[nodiscard]] model::ExitCode stop(base::Failure failure);
  [[nodiscard]] model::ExitCode stop_usage(std::string message, std::string hint = {});
  /// A path as the user means it: under `-C DIR`, if that was given.
  [[nodiscard]] std::string at(const std::string& path) const;
  /// The format for commands that print their own text or JSON.
  [[nodiscard]] bool wants_json() const { return output.format().name == "json"; }
  [[nodiscard]] report::Document document(model::ExitCode code) const;
};

} // namespace cerec::cli
