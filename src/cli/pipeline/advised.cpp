#include "cli/pipeline/advised.hpp"

#include "cli/settings/settings_table.hpp"

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
bool is_repeated(const SettingRow& row) {
  const bool tunes =
      row.type == SettingType::seconds || row.type == SettingType::count || row.type == SettingType::decimal;
  return !tunes && (row.group == SettingGroup::account || row.group == SettingGroup::trust);
}

} // namespace

std::string repeated_flags(const CommonOptions& common, const std::vector<std::string>& manifests) {
  std::string out;
  if (common.directory)
    out += option("-C", *common.directory);
  std::vector<std::string> paths = manifests; // in an order that does not depend on theirs, as all of a plan
  std::sort(paths.begin(), paths.end());
  for (const std::string& path : paths)
    out += option("-f", path);
  if (common.project)
    out += option("--project", *common.project);
  if (common.environment)
    out += option("--environment", *common.environment);
  for (const SettingRow& row : setting_rows())
    if (const auto given = common.flags.find(std::string(row.key));
        given != common.flags.end() && is_repeated(row)) {
      const bool plain = row.type == SettingType::boolean && given->second == "true";
      out += plain ? " " + std::string(row.flag) : " " + std::string(row.flag) + "=" + word(given->second);
    }
  return out;
}

std::string apply_command(const CommonOptions& common, const std::vector<std::string>& manifests,
                          const std::string& file) {
  const bool piped = std::find(manifests.begin(), manifests.end(), "-") != manifests.end();
  return "cerec apply " + word(file) + repeated_flags(common, piped ? manifests : std::vector<std::string>());
}

std::string as_typed(const Context& context, std::string advice) {
  return advice.starts_with("cerec ") ? advice + context.state.repeated_flags : advice;
}

void show(Context& context, model::Plan plan) {
  for (model::Change& change : plan.changes)
    change.advice = as_typed(context, std::move(change.advice));
  context.state.plan = std::move(plan);
}

void show(Context& context, model::Outcome outcome) {
  for (model::ChangeOutcome& change : outcome.changes)
    change.next_step = as_typed(context, std::move(change.next_step));
  context.state.outcome = std::move(outcome);
}

} // namespace cerec::cli
