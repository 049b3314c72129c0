#pragma once
#include "cerec/cli/program.hpp"
#include "cerec/operations/ports.hpp"
#include "cli/options/common.hpp"
#include "cli/output/output.hpp"

namespace cerec::cli {

/// What a command may use: the world, and the way to whoever started it.
struct Shell {
  System& system;
  const CommonOptions& common;
  Output& output;
  operations::Listener& listener;

  /// The world as operations get it.
  [[nodiscard]] operations::Ports ports() const;
  /// What every request has.
  [[nodiscard]] operations::Common place() const;
  /// A path as the user means it.
  [[nodiscard]] std::string at(const std::string& path) const { return common.workspace.at(path); }
  [[nodiscard]] std::optional<std::string> at(const std::optional<std::string>& path) const;
};

/// What a command came to.
struct Finished {
  report::Result result;
  model::ExitCode code = model::ExitCode::fine; ///< of a result that ended well
  bool detailed_keeps = false;                  ///< show unchanged instances too
  std::string apply_command{};                  ///< that applies the plan; empty: none is advised
};

/// A command that ends before it began its operation, whose result is an R.
template <class R>
[[nodiscard]] Finished refused(base::Failure failure) {
  R result;
  result.failure = std::move(failure);
  return {std::move(result)};
}

} // namespace cerec::cli
