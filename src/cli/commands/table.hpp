#pragma once
#include "cli/options/command_page.hpp"
#include "cli/options/parse.hpp"
#include "cli/run/context.hpp"
#include "cli/settings/settings_table.hpp"

namespace cerec::cli {

/// One command of one run: the options struct and what it does. Made anew for each run; no state outlives it.
class Invocation {
public:
  virtual ~Invocation() = default;
  virtual void declare(OptionSet& options) = 0;
  /// The exit code; everything else that is to be said goes into context.state.
  [[nodiscard]] virtual model::ExitCode run(Context& context) = 0;
};

/// What `-o` may be: any report format, or text and json only, or nothing (the command prints one thing).
enum class Formats { all, text_or_json, none };

/// A row of the command table. A new command is a file beside this one and a row in table.cpp.
struct CommandRow {
  std::string_view name;
  std::string_view help;  ///< one line
  std::string_view about; ///< further sentences for its own help; may be empty
  std::vector<std::string_view> examples;
  std::vector<SettingGroup> settings;
  Formats formats;
  std::unique_ptr<Invocation> (*make)();
};
[[nodiscard]] const std::vector<CommandRow>& commands();
[[nodiscard]] const CommandRow* find_command(std::string_view name);
/// The failure for a word that is no command.
[[nodiscard]] base::Failure unknown_command(std::string_view word);

/// What help and completions say of a command, and of all.
[[nodiscard]] CommandPage page_of(const CommandRow& row);
[[nodiscard]] std::vector<CommandPage> all_pages();

/// The options that every command has.
void declare_common(OptionSet& options, CommonOptions& common, Formats formats);
/// All options of a command, in the order of its help.
void declare_all(const CommandRow& row, Invocation& invocation, CommonOptions& common, OptionSet& options);

/// The options of every command, by name: how to find the command word among them.
[[nodiscard]] OptionShapes shapes_of_all();

// One maker for each command, in a file of its own.
[[nodiscard]] std::unique_ptr<Invocation> make_validate();
[[nodiscard]] std::unique_ptr<Invocation> make_plan_command();
[[nodiscard]] std::unique_ptr<Invocation> make_show();
[[nodiscard]] std::unique_ptr<Invocation> make_apply();
[[nodiscard]] std::unique_ptr<Invocation> make_destroy();
[[nodiscard]] std::unique_ptr<Invocation> make_drift();
[[nodiscard]] std::unique_ptr<Invocation> make_explain();
[[nodiscard]] std::unique_ptr<Invocation> make_export();
[[nodiscard]] std::unique_ptr<Invocation> make_fmt();
[[nodiscard]] std::unique_ptr<Invocation> make_token();
[[nodiscard]] std::unique_ptr<Invocation> make_elements();
[[nodiscard]] std::unique_ptr<Invocation> make_schema();
[[nodiscard]] std::unique_ptr<Invocation> make_check();
[[nodiscard]] std::unique_ptr<Invocation> make_completion();
[[nodiscard]] std::unique_ptr<Invocation> make_version();
[[nodiscard]] std::unique_ptr<Invocation> make_help();

} // namespace cerec::cli
