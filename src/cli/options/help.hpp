#pragma once
#include "cli/commands/table.hpp"

namespace cerec::cli {

/// All commands, one line each.
[[nodiscard]] std::string overview_text();
/// Help of one command: what it does, examples first, then its options.
[[nodiscard]] std::string help_text(const CommandRow& row);
/// docs/cli.md: the same help, command by command. A test compares it with the file.
[[nodiscard]] std::string reference_markdown();
/// The settings table as Markdown, for docs/configuration.md.
[[nodiscard]] std::string settings_markdown();
/// The failure for a word that is no command.
[[nodiscard]] base::Failure unknown_command(std::string_view word);

} // namespace cerec::cli
