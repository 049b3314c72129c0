#pragma once
#include "cerec/base/result.hpp"

#include <string>

namespace cerec::cli {

/// A completion script made from the command table; for bash, zsh or fish.
[[nodiscard]] base::Result<std::string> completion_script(const std::string& shell);

} // namespace cerec::cli
