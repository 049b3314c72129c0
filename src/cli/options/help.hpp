#pragma once
#include "cli/options/command_page.hpp"

namespace cerec::cli {

/// All commands, one line each.
[[nodiscard]] std::string overview_text(const std::vector<CommandPage>& pages);
/// Help of one command: what it does, examples first, then its options.
[[nodiscard]] std::string help_text(const CommandPage& page);
/// docs/cli.md: the same help, command by command. A test compares it with the file.
[[nodiscard]] std::string reference_markdown(const std::vector<CommandPage>& pages);

} // namespace cerec::cli
