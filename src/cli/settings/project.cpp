#include "cli/settings/project.hpp"

#include "cerec/base/path.hpp"
#include "cerec/base/text.hpp"

#include <fmt/format.h>

namespace cerec::cli {
namespace {

constexpr std::string_view k_default_name = "cerec.yaml";
constexpr uint64_t k_most_bytes = 4 << 20;

/// "" for a file beside us, so that paths in it are shown as they are written.
std::string project_folder(const std::string& path) {
  return path.find('/') == std::string::npos ? "" : base::folder_of(path);
}

std::optional<std::string> setting(const std::optional<std::string>& flag, base::Environment& environment,
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

} // namespace

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

std::string named_project_folder(const Context& context) {
  const auto named = setting(context.common.project, context.system.environment, "CEREC_PROJECT");
  return named ? project_folder(*named) : "";
}

Project load_project(Context& context) {
  base::Environment& environment = context.system.environment;
  base::Diagnostics& diagnostics = context.state.diagnostics;
  Project project;
  const auto named = setting(context.common.project, environment, "CEREC_PROJECT");
  const std::string path = context.at(named.value_or(std::string(k_default_name)));
  project.folder = named ? project_folder(path) : context.common.directory.value_or("");
  project.trust = Trust(read_grants(context.common.flags, environment, diagnostics), project.folder,
                        context.system.files);
  context.output.files().judge_by(
      [trust = project.trust](const std::string& each) { return trust.may_write(each); });
  std::vector<std::string> own{path, project.state_path("")}; // links that a checkout can hold
  if (const auto state = context.system.files.list(project.state_path("")))
    for (const std::string& name : *state)
      own.push_back(project.state_path(name));
  for (const std::string& each : own)
    (void)project.trust.require_own(each, diagnostics);
  if (diagnostics.has_errors())
    return project;
  if (named || context.system.files.status(path)) {
    auto text = context.system.files.read(path, k_most_bytes);
    if (!text) {
      diagnostics.error("no-project", {}, "cannot read the project file: " + text.error().message);
    } else {
      project.path = path;
      auto source = std::make_shared<base::SourceFile>(base::SourceFile{path, std::move(*text)});
      project.file = manifest::parse_project(source, setting_keys(), diagnostics);
    }
  }
  choose_environment(project, setting(context.common.environment, environment, "CEREC_ENVIRONMENT"),
                     diagnostics);
  return project;
}

SettingInputs setting_inputs(const Context& context, const Project& project) {
  return {context.common.flags, project.file ? &*project.file : nullptr, project.overlay(), project.folder,
          context.common.directory.value_or("")};
}

Configuration begin_configuration(Context& context) {
  Configuration out;
  out.project = load_project(context);
  const SettingInputs inputs = setting_inputs(context, out.project);
  out.settings = choose_settings(inputs, context.system.environment, context.state.diagnostics);
  out.fine = examine_settings(out.settings, inputs, out.project.trust, context.state.diagnostics);
  return out;
}

void finish_configuration(Context& context, Configuration& configuration) {
  base::Processes& processes = context.system.processes;
  const auto& reserved = configuration.project.trust.reserved_variables();
  processes.hide({reserved.begin(), reserved.end()}, {});
  read_settings(configuration.settings, setting_inputs(context, configuration.project),
                {context.system.environment, context.system.files, context.system.processes},
                configuration.fine, context.state.diagnostics);
  const Settings& settings = configuration.settings;
  for (const auto& [key, value] : settings.values)
    context.secrets.add(value.secret);
  std::vector<base::Secret> secrets{settings.account.user, settings.account.organization};
  for (const auto& each : {settings.fingerprint_key, settings.previous_fingerprint_key,
                           settings.previous_user, settings.previous_organization})
    if (each)
      secrets.push_back(*each);
  processes.hide({}, secrets);
}

Configuration load_configuration(Context& context) {
  Configuration out = begin_configuration(context);
  finish_configuration(context, out);
  return out;
}

} // namespace cerec::cli
