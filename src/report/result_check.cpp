#include "report/results.hpp"

#include <fmt/format.h>

namespace cerec::report {
namespace {

/// A proxy may hold a password: only what follows the user part is shown.
std::string without_user(const std::string& text) {
  const size_t at = text.rfind('@');
  const size_t scheme = text.find("://");
  if (at == std::string::npos)
    return text;
  return (scheme == std::string::npos ? "" : text.substr(0, scheme + 3)) + "***" + text.substr(at);
}

std::string shown(const config::SettingValue& value) {
  const bool is_url = value.row->key == "api.proxy" || value.row->type == config::SettingType::url;
  return is_url ? without_user(value.text) : value.text;
}

/// The settings in the order of the table; none if the project was not reached.
std::vector<const config::SettingValue*> values_of(const config::Settings& settings) {
  std::vector<const config::SettingValue*> out;
  for (const config::SettingRow& row : config::setting_rows())
    if (const auto found = settings.values.find(row.key); found != settings.values.end())
      out.push_back(&found->second);
  return out;
}

} // namespace

Outline outline_of(const operations::CheckResult& result) {
  const config::Project& project = result.configuration.project;
  const config::Grants& grants = project.trust.grants();
  Outline out;
  out.blocks.push_back(
      {"", Facts{{{"project file", {project.file ? project.path : "none"}},
                  {"environment", {project.environment.empty() ? "none" : project.environment}},
                  {"project",
                   {grants.all ? fmt::format("trusted ({})", grants.by) : "not trusted (docs/trust.md)"}}}}});
  Table table{{"setting", "value", "authority", "from"}, {}};
  for (const config::SettingValue* value : values_of(result.configuration.settings)) {
    const bool secret = value->row->secret;
    const Cell text = !value->set ? Cell{"unset", Mark::faint} : secret ? Cell{"set"} : Cell{shown(*value)};
    table.rows.push_back({{std::string(value->row->key)},
                          text,
                          {std::string(text_of(value->row->authority))},
                          {value->set ? value->source.where : ""}});
  }
  out.blocks.push_back({"", std::move(table)});
  if (const auto& probe = result.probe)
    out.blocks.push_back(
        {"",
         Lines{{{fmt::format(
                     "The account answers: {} instances on the first page{}, {} ms.", probe->instances,
                     probe->total ? fmt::format(" of {} in all", *probe->total) : "", probe->took.count()),
                 Mark::good}}}});
  return out;
}

Json members_of(const operations::CheckResult& result) {
  const config::Project& project = result.configuration.project;
  Json settings = Json::array();
  for (const config::SettingValue* value : values_of(result.configuration.settings)) {
    const bool shows = value->set && !value->row->secret;
    settings.push_back({{"key", value->row->key},
                        {"set", value->set},
                        {"value", shows ? Json(shown(*value)) : Json(nullptr)},
                        {"secret", value->row->secret},
                        {"authority", text_of(value->row->authority)},
                        {"source", value->set ? value->source.where : ""}});
  }
  Json probe = nullptr;
  if (result.probe)
    probe = {{"instances_on_first_page", result.probe->instances},
             {"total", result.probe->total ? Json(*result.probe->total) : Json(nullptr)},
             {"milliseconds", result.probe->took.count()}};
  return {{"project_file", project.file ? Json(project.path) : Json(nullptr)},
          {"environment", project.environment},
          {"project_trusted", project.trust.grants().all},
          {"settings", std::move(settings)},
          {"probe", std::move(probe)}};
}

/// Without the key: an outline may become a comment that many people read.
Outline outline_of(const operations::NewKeyResult& /*result*/) {
  return {{{"", Facts{{{"key", {"(secret; only -o text and -o json print it)", Mark::faint}}}}}}};
}

Json members_of(const operations::NewKeyResult& result) {
  return {{"fingerprint_key", result.key.empty() ? Json(nullptr) : Json(std::string(result.key.reveal()))}};
}

} // namespace cerec::report
