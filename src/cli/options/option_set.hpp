#pragma once
#include "cerec/base/result.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cerec::cli {

/// One option as a plain value: the parser, the help, the completions and the CLI reference all read it.
struct Option {
  std::vector<std::string> names; ///< "-f", "--filename"; empty for the positional arguments
  std::string value;              ///< placeholder of its value; empty: a flag
  std::string help;
  std::string group;                ///< heading in the help
  bool repeatable = false;          ///< every value counts; otherwise the last one does
  bool hidden = false;              ///< accepted, not shown: an alias
  std::vector<std::string> choices; ///< the words it accepts; empty: any text
  std::function<base::Result<void>(const std::string& text)> set;
  [[nodiscard]] std::string long_name() const; ///< "--filename"; the short one if there is no long one
};

/// The options of one command, bound to the members of its options struct.
class OptionSet {
public:
  /// Heading of the options that follow.
  void group(std::string heading) { group_ = std::move(heading); }
  void flag(std::vector<std::string> names, bool& target, std::string help);
  void text(std::vector<std::string> names, std::string value, std::optional<std::string>& target,
            std::string help);
  void choice(std::vector<std::string> names, std::vector<std::string> words,
              std::optional<std::string>& target, std::string help);
  void list(std::vector<std::string> names, std::string value, std::vector<std::string>& target,
            std::string help);
  /// Another spelling of an option that is declared already, left out of the help.
  void alias(const std::string& of, std::string name);
  /// What the command takes without a dash: at most `most` of them.
  void positionals(std::string value, std::vector<std::string>& target, size_t least, size_t most,
                   std::string help);
  void add(Option option);

  [[nodiscard]] const std::vector<Option>& options() const { return options_; }
  [[nodiscard]] const Option* find(std::string_view name) const;
  struct Positionals {
    std::string value, help;
    std::vector<std::string>* target = nullptr;
    size_t least = 0, most = 0;
  };
  [[nodiscard]] const Positionals& positional() const { return positionals_; }
  /// Every name with its dashes, for completions and did-you-mean.
  [[nodiscard]] std::vector<std::string_view> names() const;

private:
  std::vector<Option> options_;
  Positionals positionals_;
  std::string group_;
};

} // namespace cerec::cli
