#pragma once
#include "cerec/config/settings_table.hpp"
#include "cli/options/command_page.hpp"
#include "cli/options/parse.hpp"
#include "cli/run/shell.hpp"

namespace cerec::cli {

/// One command of one run: its options, and what it does: argv -> request -> operation. Made anew for each
/// run; no state outlives it.
class Invocation {
public:
  virtual ~Invocation() = default;
  virtual void declare(OptionSet& options) = 0;
  /// Its -f; commands that are advised repeat it.
  [[nodiscard]] virtual std::vector<std::string> manifests() const { return {}; }
  [[nodiscard]] virtual Finished run(Shell& shell) = 0;
  /// The result of a run that did not begin, so that its document has the schema of the command's.
  [[nodiscard]] virtual report::Result nothing() const = 0;
};

/// A command whose result is an R.
template <class R>
class Command : public Invocation {
public:
  [[nodiscard]] report::Result nothing() const override { return R(); }
};

/// A row of the command table. A new command is a file beside this one and a row in table.cpp.
struct CommandRow {
  std::string_view name;
  std::string_view help;  ///< one line
  std::string_view about; ///< further sentences for its own help; may be empty
  std::vector<std::string_view> examples;
  std::vector<config::SettingGroup> settings;
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
void declare_common(OptionSet& options, CommonOptions& common);
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
