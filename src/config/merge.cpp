#include "cerec/base/path.hpp"
#include "cerec/base/text.hpp"
#include "cerec/config/settings.hpp"
#include "cerec/secret/resolve.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::config {
namespace {

using Kind = SettingSource::Kind;

constexpr std::string_view k_file = "File";

/// The row that sets the same thing in another way: `api.userSecret` and `api.userSecretFile`.
const SettingRow* other_form(const SettingRow& row) {
  const std::string key(row.key);
  const bool is_file = key.size() > k_file.size() && key.substr(key.size() - k_file.size()) == k_file;
  const SettingRow* other = find_setting(is_file ? key.substr(0, key.size() - k_file.size()) : key + "File");
  return other != nullptr && (other->secret || row.secret) ? other : nullptr;
}

/// Finds who says what of each row, by precedence. No reference is read.
class Choice {
public:
  Choice(const SettingInputs& inputs, io::Environment& environment, base::Diagnostics& diagnostics)
      : inputs_(inputs), environment_(environment), diagnostics_(diagnostics) {}

  [[nodiscard]] SettingValue find(const SettingRow& row) {
    SettingValue value;
    value.row = &row;
    if (!from_flag(row, value) && !from_environment(row, value) && !from_file(row, value))
      if (!row.fallback.empty()) {
        value.text = std::string(row.fallback);
        value.set = true;
        value.source = {Kind::fallback, "default"};
      }
    return value;
  }

private:
  [[nodiscard]] bool has_flag(const SettingRow& row) const {
    return !row.flag.empty() && inputs_.flags.count(std::string(row.key)) > 0;
  }

  bool from_flag(const SettingRow& row, SettingValue& value) const {
    if (!has_flag(row))
      return false;
    value.text = inputs_.flags.at(std::string(row.key));
    value.set = true;
    value.source = {Kind::flag, fmt::format("flag {}", row.flag)};
    rebase(row, inputs_.working_folder, value);
    return true;
  }

  /// An empty variable counts as unset: that is how CI systems pass what was not configured.
  bool from_environment(const SettingRow& row, SettingValue& value) {
    for (const std::string_view name : row.variables) {
      auto text = environment_.get(std::string(name));
      if (!text || base::trim(*text).empty())
        continue;
      if (row.secret)
        value.secret = base::Secret(std::string(base::trim(*text)));
      else
        value.text = std::move(*text);
      value.set = true;
      value.source = {Kind::environment, fmt::format("environment {}", name)};
      if (name == row.variables.front()) { // the others are not ours: a system's, the same for all programs
        refuse_contradiction(row, value);
        rebase(row, inputs_.working_folder, value);
      }
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
    if (row.authority == Authority::operator_) {
      diagnostics_.error(
          "operator-setting", setting->span, fmt::format("`{}` is never taken from a file", row.key),
          fmt::format("it is for whoever runs cerec: {} or {}", row.flag, row.variables.front()));
      return false;
    }
    value.set = true;
    value.source = {Kind::file, fmt::format("{}:{}", setting->span ? setting->span.file->name : "cerec.yaml",
                                            setting->span.line)};
    if (setting->text.has_reference())
      value.unread = setting->text;
    else if (row.secret)
      diagnostics_.error("literal-secret", setting->span,
                         fmt::format("`{}` holds a literal, and a project file is shared", row.key),
                         fmt::format("write ${{env:{}}}", row.variables.front()));
    else
      value.text = setting->text.literal_text();
    rebase(row, inputs_.base_folder, value);
    return true;
  }

  /// Who chooses an environment means what it states. A variable that says otherwise is a leftover as likely
  /// as not, and neither is taken silently.
  void refuse_contradiction(const SettingRow& row, const SettingValue& value) {
    if (inputs_.overlay == nullptr)
      return;
    const SettingRow* other = other_form(row);
    if (other != nullptr && has_flag(*other))
      return;
    for (const SettingRow* stated_row : {&row, other}) {
      const manifest::Setting* stated =
          stated_row == nullptr ? nullptr : lookup(inputs_.overlay->settings, *stated_row);
      if (stated == nullptr || (stated_row == &row && says(*stated, row, value)))
        continue;
      const std::string flag = row.flag.empty() ? "" : fmt::format(", or say which one with {}", row.flag);
      diagnostics_.error("contradiction", stated->span,
                         fmt::format("{} is set, and the chosen environment states `{}` otherwise",
                                     row.variables.front(), stated_row->key),
                         fmt::format("unset {}{}", row.variables.front(), flag));
    }
  }

  /// True if the file says what the variable says: the same text, or a reference to the very variable.
  static bool says(const manifest::Setting& stated, const SettingRow& row, const SettingValue& value) {
    if (!stated.text.has_reference())
      return !row.secret && base::trim(stated.text.literal_text()) == base::trim(value.text);
    return stated.text.parts.size() == 1 &&
           stated.text.parts.front().reference->text() == fmt::format("env:{}", row.variables.front());
  }

  static void rebase(const SettingRow& row, const std::string& folder, SettingValue& value) {
    if (row.type == SettingType::path && !value.unread)
      value.text = base::join_path(folder, value.text);
  }

  static const manifest::Setting* lookup(const std::map<std::string, manifest::Setting>& settings,
                                         const SettingRow& row) {
    const auto found = settings.find(std::string(row.key));
    return found == settings.end() ? nullptr : &found->second;
  }

  const SettingInputs& inputs_;
  io::Environment& environment_;
  base::Diagnostics& diagnostics_;
};

/// The content of `api.userSecretFile`, unless the secret itself is set by something of higher rank.
void read_secret_file(Settings& settings, const std::string& key, io::Files& files,
                      base::Diagnostics& diagnostics) {
  SettingValue& secret = settings.values[key];
  const SettingValue& path = settings.values[key + "File"];
  if (!path.set)
    return;
  auto text = files.read(path.text, 64 << 10);
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

/// The account's secrets go into a header line: a line end in one would begin another header.
void refuse_control_characters(const SettingValue& value, base::Diagnostics& diagnostics) {
  const std::string_view bytes = value.secret.reveal();
  if (std::none_of(bytes.begin(), bytes.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; }))
    return;
  diagnostics.error("bad-secret", value.span,
                    fmt::format("`{}` ({}) holds a line end or another control character", value.row->key,
                                value.source.where),
                    "it was copied with more than it is, or two secrets stand in one file");
}

} // namespace

/// Typed reading of the merged texts; in settings.cpp.
void read_values(Settings& settings, base::Diagnostics& diagnostics);

Settings choose_settings(const SettingInputs& inputs, io::Environment& environment,
                         base::Diagnostics& diagnostics) {
  Settings settings;
  Choice choice(inputs, environment, diagnostics);
  for (const SettingRow& row : setting_rows())
    settings.values.emplace(std::string(row.key), choice.find(row));
  for (const SettingRow& row :
       setting_rows()) { // of a secret and a file that holds it, the higher rank counts
    SettingValue& value = settings.values.find(row.key)->second;
    const SettingRow* other = other_form(row);
    if (!row.secret || other == nullptr)
      continue;
    SettingValue& file = settings.values.find(other->key)->second;
    SettingValue& loser = value.set && value.source.kind <= file.source.kind ? file : value;
    if (value.set && file.set)
      loser = SettingValue{loser.row, {}, {}, false, {}, {}, {}};
  }
  return settings;
}

void read_settings(Settings& settings, const SettingInputs& inputs, SettingPorts ports, bool may_read,
                   base::Diagnostics& diagnostics) {
  secret::Resolver resolver({ports.environment, ports.files, ports.processes}, inputs.base_folder);
  std::vector<secret::PlacedReference> references;
  for (const auto& [key, value] : settings.values)
    if (may_read && value.unread)
      for (secret::PlacedReference& one : secret::references_of(*value.unread, value.span))
        references.push_back(std::move(one));
  resolver.fetch(references);
  for (auto& [key, value] : settings.values) {
    if (!value.unread)
      continue;
    const manifest::Template text = *std::exchange(value.unread, std::nullopt);
    if (!may_read)
      value.text = std::string(value.row->fallback);
    else if (value.row->secret)
      value.secret = resolver.resolve(text, value.span, diagnostics);
    else
      value.text = std::string(resolver.resolve(text, value.span, diagnostics).reveal());
    if (may_read && value.row->type == SettingType::path)
      value.text = base::join_path(inputs.base_folder, value.text);
  }
  if (may_read)
    for (const char* key :
         {"api.userSecret", "api.organizationSecret", "api.fingerprintKey", "api.previousFingerprintKey"})
      read_secret_file(settings, key, ports.files, diagnostics);
  for (const char* key : {"api.userSecret", "api.organizationSecret"})
    refuse_control_characters(settings.values[key], diagnostics);
  read_values(settings, diagnostics);
}

} // namespace cerec::config
