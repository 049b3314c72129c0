#pragma once
#include "cli/run/context.hpp"
#include "cli/settings/settings.hpp"

namespace cerec::cli {

/// The project file of this run, if there is one, with the chosen environment laid over it.
struct Project {
  std::optional<manifest::ProjectFile> file;
  std::string path;        ///< as shown
  std::string folder;      ///< of the file, or -C DIR, or "" for the working directory
  std::string environment; ///< chosen, or empty
  Trust trust;             ///< what the files of the project may do

  [[nodiscard]] const manifest::ProjectFile::Overlay* overlay() const;
  /// Manifest paths, relative to the folder of the file; the environment's instead of the common ones.
  [[nodiscard]] std::vector<std::string> manifests() const;
  [[nodiscard]] std::vector<model::SinkSpec> sinks() const;
  /// `.cerec/<name>`: where the lock and the default token file live.
  [[nodiscard]] std::string state_path(const std::string& name) const;
};

/// The folder of the project file that --project or CEREC_PROJECT names, as it is spelled there; "" if none
/// is named, or it is beside us.
[[nodiscard]] std::string named_project_folder(const Context& context);
/// Finds cerec.yaml (`--project FILE`, or in `-C DIR`, or here) and reads it. Faults are diagnostics.
[[nodiscard]] Project load_project(Context& context);
/// Where its settings come from. The result points into `project` and `context`.
[[nodiscard]] SettingInputs setting_inputs(const Context& context, const Project& project);

/// Project and settings of a command; faults are in the state's diagnostics.
struct Configuration {
  Project project;
  Settings settings;
  bool fine = true; ///< the project asked for nothing that it may not have, so far
};
/// Up to what is secret: nothing is resolved yet.
[[nodiscard]] Configuration begin_configuration(Context& context);
/// Resolves and reads the settings; without resolving, if the project asked for what it may not have.
void finish_configuration(Context& context, Configuration& configuration);
/// Both, for commands that read no manifest.
[[nodiscard]] Configuration load_configuration(Context& context);

} // namespace cerec::cli
