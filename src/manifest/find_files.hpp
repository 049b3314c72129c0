#pragma once
#include "cerec/base/diagnostic.hpp"
#include "cerec/io/ports.hpp"

#include <string>
#include <vector>

namespace cerec::manifest {

/// The manifest files that paths and globs name, sorted, each file once. What names nothing is an error.
[[nodiscard]] std::vector<std::string> find_files(const std::vector<std::string>& paths, io::Files& files,
                                                  base::Diagnostics& diagnostics);

} // namespace cerec::manifest
