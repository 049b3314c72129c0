#pragma once
#include "cli/options/command_page.hpp"

namespace cerec::cli {

/// A completion script of all commands, for bash, zsh or fish.
[[nodiscard]] base::Result<std::string> completion_script(const std::string& shell,
                                                          const std::vector<CommandPage>& pages);

} // namespace cerec::cli
