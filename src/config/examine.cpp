#include "cerec/base/text.hpp"
#include "cerec/config/settings.hpp"
#include "cerec/http/url.hpp"

#include <fmt/format.h>

namespace cerec::config {
namespace {

using What = Ask::What;

std::vector<std::string> items_of(const SettingRow& row, std::string_view text) {
  std::vector<std::string> items;
  for (const std::string_view item : base::split(text, separator_of(row.type)))
    if (!base::trim(item).empty())
      items.emplace_back(base::trim(item));
  return items;
}

/// The secrets of the account, wherever the project file states them, are for the account alone.
void reserve(const std::map<std::string, manifest::Setting>& stated, const SettingInputs& inputs,
             Trust& trust) {
  for (const SettingRow& row : setting_rows()) {
    const auto found = stated.find(std::string(row.key));
    if (!row.secret || found == stated.end())
      continue;
    for (const auto& placed : secret::references_of(found->second.text, found->second.span)) {
      const secret::SourceRow* source = secret::find_source(placed.reference.source);
      if (source != nullptr && source->reach == secret::Reach::variable)
        trust.reserve_variable(placed.reference.argument);
      if (source != nullptr && source->reach == secret::Reach::file)
        trust.reserve_file(secret::file_path(placed.reference.argument, inputs.base_folder));
    }
  }
}

/// One setting that the project file decides.
class Examination {
public:
  Examination(const SettingInputs& inputs, const Trust& trust, base::Diagnostics& diagnostics)
      : inputs_(inputs), trust_(trust), diagnostics_(diagnostics) {}

  void look_at(const SettingValue& value) {
    const SettingRow& row = *value.row;
    if (row.authority == Authority::trusted) {
      if (row.type != SettingType::boolean || value.unread || base::trim(value.text) != row.fallback)
        ask({What::setting, std::string(row.key), {}, value.span});
    } else if (row.secret) {
      secret_of_account(value);
    } else if (value.unread) { // what a shown setting refers to would be shown with it
      for (const auto& placed : secret::references_of(*value.unread, value.span))
        ask({What::shown_value, placed.reference.text(), std::string(row.key), placed.span});
    } else if (row.type == SettingType::path) {
      ask({What::account_file, value.text, {}, value.span});
    } else if (row.type == SettingType::url) {
      if (const auto url = http::check_url(value.text, true)) // one that is wrong is a fault of its own
        ask({What::host, url->host, {}, value.span});
    }
  }

  [[nodiscard]] bool fine() const { return fine_; }

private:
  void secret_of_account(const SettingValue& value) {
    if (!value.unread)
      return;
    for (const auto& [reference, span] : secret::references_of(*value.unread, value.span)) {
      const secret::SourceRow* source = secret::find_source(reference.source);
      if (source == nullptr)
        continue;
      if (source->reach == secret::Reach::program)
        ask({What::program, secret::program_of(reference.argument), {}, span});
      else if (source->reach == secret::Reach::file)
        ask({What::account_file, secret::file_path(reference.argument, inputs_.base_folder), {}, span});
      else if (reference.argument != value.row->variables.front())
        ask({What::account_variable, reference.argument, {}, span});
    }
  }

  void ask(const Ask& what) { fine_ = trust_.require(what, diagnostics_) && fine_; }

  const SettingInputs& inputs_;
  const Trust& trust_;
  base::Diagnostics& diagnostics_;
  bool fine_ = true;
};

} // namespace

Grants read_grants(const std::map<std::string, std::string>& flags, io::Environment& environment,
                   base::Diagnostics& diagnostics) {
  base::Diagnostics unused; // of the other settings: they are read later, with the project
  const Settings settings = choose_settings({flags, nullptr, nullptr, {}, {}}, environment, unused);
  const auto at = [&](const char* key) -> const SettingValue& { return settings.values.find(key)->second; };
  Grants grants;
  const SettingValue& all = at("trustProject");
  if (const auto word = base::parse_bool(base::trim(all.text)))
    grants.all = *word;
  else
    diagnostics.error("wrong-setting", {},
                      fmt::format("`trustProject` ({}): {}", all.source.where, word.error().message));
  grants.by = all.source.where;
  grants.paths = items_of(*at("allowPaths").row, at("allowPaths").text);
  grants.hosts = items_of(*at("allowHosts").row, at("allowHosts").text);
  return grants;
}

bool examine_settings(const Settings& settings, const SettingInputs& inputs, Trust& trust,
                      base::Diagnostics& diagnostics) {
  if (inputs.project != nullptr) {
    reserve(inputs.project->settings, inputs, trust);
    for (const auto& [name, overlay] : inputs.project->environments)
      reserve(overlay.settings, inputs, trust);
  }
  for (const auto& [key, value] : settings.values)
    if (value.set && value.row->type == SettingType::path &&
        value.row->key.find("Secret") != std::string_view::npos)
      trust.reserve_file(value.text);
  Examination examination(inputs, trust, diagnostics);
  for (const SettingRow& row : setting_rows())
    if (const SettingValue& value = settings.values.find(row.key)->second;
        value.source.kind == SettingSource::Kind::file)
      examination.look_at(value);
  return examination.fine();
}

} // namespace cerec::config
