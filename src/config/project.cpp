#include "cerec/config/project.hpp"

#include "cerec/base/path.hpp"
#include "cerec/base/text.hpp"

#include <fmt/format.h>

namespace cerec::config {
namespace {

constexpr std::string_view k_default_name = "cerec.yaml";
constexpr uint64_t k_most_bytes = 4 << 20;

/// "" for a file beside us, so that paths in it are shown as they are written.
std::string project_folder(const std::string& path) {
  return path.find('/') == std::string::npos ? "" : base::folder_of(path);
}

std::optional<std::string> setting(const std::optional<std::string>& flag, io::Environment& environment,
                                   const char* variable) {
  if (flag)
    return flag;
  auto value = environment.get(variable);
  return value && !value->empty() ? value : std::nullopt;
}

void choose_environment(Project& project, const std::optional<std::string>& wanted,
                        base::Diagnostics& diagnostics) {
  if (!wanted)
    return;
  project.environment = *wanted;
  if (project.overlay() != nullptr)
    return;
  std::string hint = "there is no project file with `environments`";
  if (project.file) {
    std::vector<std::string_view> names;
    hint = "the project file has: ";
    for (const auto& [name, overlay] : project.file->environments) {
      hint += (names.empty() ? "" : ", ") + name;
      names.push_back(name);
    }
    if (names.empty())
      hint = "the project file has no `environments`";
    if (const auto near = base::did_you_mean(*wanted, names))
      hint = fmt::format("did you mean `{}`?", *near);
  }
  diagnostics.error("unknown-environment", {}, fmt::format("no environment `{}`", base::visible(*wanted)),
                    base::visible(hint));
}

/// Where the settings come from. The result points into both.
SettingInputs setting_inputs(const Workspace& workspace, const Project& project) {
  return {workspace.settings, project.file ? &*project.file : nullptr, project.overlay(), project.folder,
          workspace.directory.value_or("")};
}

} // namespace

std::string Workspace::at(const std::string& path) const {
  return path == "-" || !directory ? path : base::join_path(*directory, path);
}

const manifest::ProjectFile::Overlay* Project::overlay() const {
  if (!file || environment.empty())
    return nullptr;
  const auto found = file->environments.find(environment);
  return found == file->environments.end() ? nullptr : &found->second;
}

std::vector<std::string> Project::manifests() const {
  std::vector<std::string> paths;
  if (!file)
    return paths;
  const auto* over = overlay();
  for (const std::string& each :
       over != nullptr && !over->manifests.empty() ? over->manifests : file->manifests)
    paths.push_back(base::join_path(folder, each));
  return paths;
}

std::vector<model::SinkSpec> Project::sinks() const {
  if (!file)
    return {};
  const auto* over = overlay();
  return over != nullptr && !over->sinks.empty() ? over->sinks : file->sinks;
}

std::string Project::state_path(const std::string& name) const {
  return base::join_path(folder, ".cerec/" + name);
}

std::string named_project_folder(const Workspace& workspace, io::Environment& environment) {
  const auto named = setting(workspace.project, environment, "CEREC_PROJECT");
  return named ? project_folder(*named) : "";
}

Project load_project(const Workspace& workspace, const SettingPorts& ports, base::Diagnostics& diagnostics) {
  Project project;
  const auto named = setting(workspace.project, ports.environment, "CEREC_PROJECT");
  const std::string path = workspace.at(named.value_or(std::string(k_default_name)));
  project.folder = named ? project_folder(path) : workspace.directory.value_or("");
  project.trust =
      Trust(read_grants(workspace.settings, ports.environment, diagnostics), project.folder, ports.files);
  std::vector<std::string> own{path, project.state_path("")}; // links that a checkout can hold
  if (const auto state = ports.files.list(project.state_path("")))
    for (const std::string& name : *state)
      own.push_back(project.state_path(name));
  for (const std::string& each : own)
    (void)project.trust.require_own(each, diagnostics);
  if (diagnostics.has_errors())
    return project;
  if (named || ports.files.status(path)) {
    auto text = ports.files.read(path, k_most_bytes);
    if (!text) {
      diagnostics.error("no-project", {}, "cannot read the project file: " + text.error().message);
    } else {
      project.path = path;
      auto source = std::make_shared<base::SourceFile>(base::SourceFile{path, std::move(*text)});
      project.file = manifest::parse_project(source, setting_keys(), diagnostics);
    }
  }
  choose_environment(project, setting(workspace.environment, ports.environment, "CEREC_ENVIRONMENT"),
                     diagnostics);
  return project;
}

Configuration begin(const Workspace& workspace, const SettingPorts& ports, base::Diagnostics& diagnostics) {
  Configuration out;
  out.project = load_project(workspace, ports, diagnostics);
  const SettingInputs inputs = setting_inputs(workspace, out.project);
  out.settings = choose_settings(inputs, ports.environment, diagnostics);
  out.fine = examine_settings(out.settings, inputs, out.project.trust, diagnostics);
  return out;
}

void finish(Configuration& configuration, const Workspace& workspace, const SettingPorts& ports,
            base::KnownSecrets& known, base::Diagnostics& diagnostics) {
  const auto& reserved = configuration.project.trust.reserved_variables();
  ports.processes.hide({reserved.begin(), reserved.end()}, {});
  read_settings(configuration.settings, setting_inputs(workspace, configuration.project), ports,
                configuration.fine, diagnostics);
  const Settings& settings = configuration.settings;
  for (const auto& [key, value] : settings.values)
    known.add(value.secret);
  std::vector<base::Secret> secrets{settings.account.user, settings.account.organization};
  for (const auto& each : {settings.fingerprint_key, settings.previous_fingerprint_key,
                           settings.previous_user, settings.previous_organization})
    if (each)
      secrets.push_back(*each);
  ports.processes.hide({}, secrets);
}

} // namespace cerec::config
