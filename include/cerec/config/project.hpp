#pragma once
#include "cerec/base/known_secrets.hpp"
#include "cerec/config/settings.hpp"

namespace cerec::config {

/// Where a run takes place and what its operator says of it.
struct Workspace {
  std::optional<std::string> directory;        ///< -C DIR
  std::optional<std::string> project;          ///< --project FILE
  std::optional<std::string> environment;      ///< --environment NAME
  std::map<std::string, std::string> settings; ///< given as flags, by key

  /// A path as the operator means it: under `directory`, if there is one. "-" stays.
  [[nodiscard]] std::string at(const std::string& path) const;
};

/// The project file of a run, if there is one, with the chosen environment laid over it.
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
[[nodiscard]] std::string named_project_folder(const Workspace& workspace, io::Environment& environment);
/// Finds cerec.yaml (`--project FILE`, or in `-C DIR`, or here) and reads it. Faults are diagnostics.
[[nodiscard]] Project load_project(const Workspace& workspace, const SettingPorts& ports,
                                   base::Diagnostics& diagnostics);

/// Project and settings of a run.
struct Configuration {
  Project project;
  Settings settings;
  bool fine = true; ///< the project asked for nothing that it may not have, so far
};
/// The first stage: all that is not secret. No reference is read and nothing is resolved.
[[nodiscard]] Configuration begin(const Workspace& workspace, const SettingPorts& ports,
                                  base::Diagnostics& diagnostics);
/// The second stage: secrets, and what needs them; without reading any, if the project asked for what it may
/// not have. No child process gets a secret of the account from then on. `known` gets them all.
void finish(Configuration& configuration, const Workspace& workspace, const SettingPorts& ports,
            base::KnownSecrets& known, base::Diagnostics& diagnostics);

} // namespace cerec::config
