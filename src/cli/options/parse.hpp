#pragma once
#include "cli/options/option_set.hpp"

#include <map>

namespace cerec::cli {

/// Fills what the options are bound to. Terraform's single-dash spellings of long options are accepted. A
/// fault is one sentence with a hint (FailureKind::usage); nothing is printed and nothing exits.
[[nodiscard]] base::Result<void> parse_options(const std::vector<std::string>& arguments,
                                               const OptionSet& options);

/// `-out=x` -> `--out=x` where `--out` is known and `-out` is not. After `--` nothing is touched.
[[nodiscard]] std::vector<std::string> with_two_dashes(const std::vector<std::string>& arguments,
                                                       const OptionSet& options);

/// Whether an option takes a value, by each of its names.
using OptionShapes = std::map<std::string, bool, std::less<>>;

/// The command word: the first argument that is neither an option nor the value of one. An option that no
/// command has is a fault: whether the word behind it is its value cannot be known. `arguments.size()` if
/// there is no command word.
[[nodiscard]] base::Result<size_t> find_command(const std::vector<std::string>& arguments,
                                                const OptionShapes& shapes);

} // namespace cerec::cli
