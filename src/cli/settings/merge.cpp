#include "cerec/base/text.hpp"
#include "cerec/secret/resolve.hpp"
#include "cli/settings/settings.hpp"

#include <fmt/format.h>

namespace cerec::cli {
namespace {

/// Finds the text of each row, by precedence.
class Merge {
public:
  Merge(const SettingInputs& inputs, SettingPorts ports, base::Diagnostics& diagnostics)
      : inputs_(inputs), ports_(ports), diagnostics_(diagnostics),
        resolver_({ports.environment, ports.files, ports.processes}, inputs.base_folder) {}

  [[nodiscard]] SettingValue find(const SettingRow& row) {
    SettingValue value;
    value.row = &row;
    if (!from_flag(row, value) && !from_environment(row, value) && !from_file(row, value))
      if (!row.fallback.empty()) {
        value.text = std::string(row.fallback);
        value.set = true;
        value.source = {SettingSource::Kind::fallback, "default"};
      }
    return value;
  }

private:
  bool from_flag(const SettingRow& row, SettingValue& value) const {
    const auto found = inputs_.flags.find(std::string(row.key));
    if (row.flag.empty() || found == inputs_.flags.end())
      return false;
    value.text = found->second;
    value.set = true;
    value.source = {SettingSource::Kind::flag, fmt::format("flag {}", row.flag)};
    return true;
  }

  /// An empty variable counts as unset: that is how CI systems pass what was not configured.
  bool from_environment(const SettingRow& row, SettingValue& value) const {
    for (const std::string_view name : row.variables) {
      auto text = ports_.environment.get(std::string(name));
      if (!text || base::trim(*text).empty())
        continue;
      if (row.secret)
        value.secret = base::Secret(std::string(base::trim(*text)));
      else
        value.text = std::move(*text);
      value.set = true;
      value.source = {SettingSource::Kind::environment, fmt::format("environment {}", name)};
      return true;
    }
    return false;
  }

  bool from_file(const SettingRow& row, SettingValue& value) {
    const manifest::Setting* setting = nullptr;
    if (inputs_.overlay != nullptr)
      setting = lookup(inputs_.overlay->settings, row);
    if (setting == nullptr && inputs_.project != nullptr)
      setting = lookup(inputs_.project->settings, row);
    if (setting == nullptr)
      return false;
    value.span = setting->span;
    value.set = true;
    value.source = {
        SettingSource::Kind::file,
        fmt::format("{}:{}", setting->span ? setting->span.file->name : "cerec.yaml", setting->span.line)};
    if (row.secret)
      read_secret(*setting, value);
    else if (!setting->text.has_reference())
      value.text = setting->text.literal_text();
    else
      value.text = std::string(resolver_.resolve(setting->text, setting->span, diagnostics_).reveal());
    return true;
  }

  void read_secret(const manifest::Setting& setting, SettingValue& value) {
    if (!setting.text.has_reference()) {
      diagnostics_.error("literal-secret", setting.span,
                         fmt::format("`{}` holds a literal, and a project file is shared", value.row->key),
                         fmt::format("write ${{env:{}}}", value.row->variables.front()));
      return;
    }
    value.secret = resolver_.resolve(setting.text, setting.span, diagnostics_);
  }

  static const manifest::Setting* lookup(const std::map<std::string, manifest::Setting>& settings,
                                         const SettingRow& row) {
    const auto found = settings.find(std::string(row.key));
    return found == settings.end() ? nullptr : &found->second;
  }

  const SettingInputs& inputs_;
  SettingPorts ports_;
  base::Diagnostics& diagnostics_;
  secret::Resolver resolver_;
};

/// The content of `api.userSecretFile`, unless the secret itself is set by something of higher rank.
void read_secret_file(std::map<std::string, SettingValue, std::less<>>& values, const std::string& key,
                      const std::string& base_folder, base::Files& files, base::Diagnostics& diagnostics) {
  SettingValue& secret = values[key];
  const SettingValue& path = values[key + "File"];
  if (!path.set || (secret.set && secret.source.kind <= path.source.kind))
    return;
  const bool relative_to_project = path.source.kind == SettingSource::Kind::file && !base_folder.empty() &&
                                   !path.text.empty() && path.text[0] != '/';
  auto text = files.read(relative_to_project ? base_folder + "/" + path.text : path.text, 64 << 10);
  if (!text) {
    diagnostics.error("unreadable-secret", path.span, text.error().message);
    return;
  }
  if (base::trim(*text).empty()) {
    diagnostics.error("unreadable-secret", path.span,
                      fmt::format("{} is empty (`{}`)", base::visible(path.text), path.row->key));
    return;
  }
  secret.secret = base::Secret(std::string(base::trim(*text)));
  secret.set = true;
  secret.source = {path.source.kind, path.source.where + " (file " + base::visible(path.text) + ")"};
}

} // namespace

/// Typed reading of the merged texts; in settings.cpp.
void read_values(Settings& settings, base::Diagnostics& diagnostics);

Settings merge_settings(const SettingInputs& inputs, SettingPorts ports, base::Diagnostics& diagnostics) {
  Settings settings;
  Merge merge(inputs, ports, diagnostics);
  for (const SettingRow& row : setting_rows())
    settings.values.emplace(std::string(row.key), merge.find(row));
  for (const char* key : {"api.userSecret", "api.organizationSecret"})
    read_secret_file(settings.values, key, inputs.base_folder, ports.files, diagnostics);
  read_values(settings, diagnostics);
  return settings;
}

} // namespace cerec::cli
