#pragma once
#include "cerec/config/project.hpp"

#include <string>
#include <vector>

namespace cerec::cli {

/// The options that every command has, as they were given.
struct CommonOptions {
  config::Workspace workspace;
  std::vector<std::string> outputs;
  bool json = false;
  bool no_color = false, quiet = false, no_progress = false, help = false;
};

} // namespace cerec::cli
