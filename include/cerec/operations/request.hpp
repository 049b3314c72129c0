#pragma once
#include "cerec/base/diagnostic.hpp"
#include "cerec/config/project.hpp"
#include "cerec/model/shard.hpp"

#include <optional>
#include <string>
#include <vector>

/// What requests and results of all operations have in common.
namespace cerec::operations {

/// Of every request.
struct Common {
  config::Workspace workspace;
  /// Files that whoever asked will write the result to. Those that may not be written end the operation
  /// before its first request.
  std::vector<std::string> result_files;
};

/// Of every result. An operation ends well, or with a failure, or with diagnostics that hold an error.
struct Ended {
  base::Diagnostics diagnostics;
  std::optional<base::Failure> failure;
  config::Trust trust;                     ///< what the project may do; grants nothing until it was read
  std::optional<std::string> unwritable{}; ///< the one of `result_files` that the failure is about

  [[nodiscard]] bool well() const { return !failure && !diagnostics.has_errors(); }
};

/// How a plan is asked for.
struct PlanningRequest {
  std::vector<std::string> manifests; ///< -f, as given; empty: the variable or the project file names them
  bool prune = false;
  bool allow_empty = false;
  std::vector<std::string> targets, excludes, rotate, take_over, allow_replace;
  std::optional<model::Shard> shard;
};

} // namespace cerec::operations
