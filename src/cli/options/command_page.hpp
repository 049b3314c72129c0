#pragma once
#include "cli/options/option_set.hpp"

namespace cerec::cli {

/// What the help, the completions and the CLI reference say of one command: a value made of its row of the
/// command table. `options` is for reading: what its options are bound to is gone.
struct CommandPage {
  std::string_view name;
  std::string_view help;  ///< one line
  std::string_view about; ///< further sentences; may be empty
  std::vector<std::string_view> examples;
  OptionSet options;
};

} // namespace cerec::cli
