#include "cli/output/advised.hpp"

#include <algorithm>

namespace cerec::cli {
namespace {

/// One word of a shell, quoted where it has to be.
std::string word(std::string_view text) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-:@%+,=";
  if (!text.empty() && text.find_first_not_of(plain) == std::string_view::npos)
    return std::string(text);
  std::string quoted = "'";
  for (const char c : text)
    quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string option(std::string_view name, std::string_view value) {
  return " " + std::string(name) + " " + word(value);
}

/// Flags of settings are repeated if they say whose account it is and what is trusted. Limits, modes and
/// times are of the one run.
bool is_repeated(const config::SettingRow& row) {
  const bool tunes = row.type == config::SettingType::seconds || row.type == config::SettingType::count ||
                     row.type == config::SettingType::decimal;
  return !tunes && (row.group == config::SettingGroup::account || row.group == config::SettingGroup::trust);
}

} // namespace

std::string repeated_flags(const config::Workspace& workspace, const std::vector<std::string>& manifests) {
  std::string out;
  if (workspace.directory)
    out += option("-C", *workspace.directory);
  std::vector<std::string> paths = manifests; // in an order that does not depend on theirs, as all of a plan
  std::sort(paths.begin(), paths.end());
  for (const std::string& path : paths)
    out += option("-f", path);
  if (workspace.project)
    out += option("--project", *workspace.project);
  if (workspace.environment)
    out += option("--environment", *workspace.environment);
  for (const config::SettingRow& row : config::setting_rows())
    if (const auto given = workspace.settings.find(std::string(row.key));
        given != workspace.settings.end() && is_repeated(row)) {
      const bool plain = row.type == config::SettingType::boolean && given->second == "true";
      out += plain ? " " + std::string(row.flag) : " " + std::string(row.flag) + "=" + word(given->second);
    }
  return out;
}

std::string apply_command(const config::Workspace& workspace, const std::vector<std::string>& manifests,
                          const std::string& file) {
  const bool piped = std::find(manifests.begin(), manifests.end(), "-") != manifests.end();
  return "cerec apply " + word(file) +
         repeated_flags(workspace, piped ? manifests : std::vector<std::string>());
}

namespace {

void complete(std::string& advice, const std::string& flags) {
  if (advice.starts_with("cerec "))
    advice += flags;
}

} // namespace

void complete_advice(model::Plan& plan, const std::string& flags) {
  for (model::Change& change : plan.changes)
    complete(change.advice, flags);
}

void complete_advice(report::Result& result, const std::string& flags) {
  auto* applied = std::get_if<operations::ApplyResult>(&result);
  operations::PlanResult* planned =
      applied != nullptr ? applied : std::get_if<operations::PlanResult>(&result);
  if (planned != nullptr && planned->plan)
    complete_advice(*planned->plan, flags);
  if (applied != nullptr && applied->outcome)
    for (model::ChangeOutcome& change : applied->outcome->changes)
      complete(change.next_step, flags);
  if (auto* explained = std::get_if<operations::ExplainResult>(&result);
      explained != nullptr && explained->change)
    complete(explained->change->advice, flags);
}

} // namespace cerec::cli
