#include "cli/options/settings.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::cli {
namespace {

std::string help_of(const config::SettingRow& row) {
  std::string help = fmt::format("{} [{}", row.help, row.variables.front());
  if (!row.fallback.empty() && row.type != config::SettingType::boolean)
    help += fmt::format("; default {}", row.fallback);
  return help + "]";
}

} // namespace

void declare_settings(OptionSet& options, const std::vector<config::SettingGroup>& groups,
                      std::map<std::string, std::string>& flags) {
  for (const config::SettingGroup group : groups) {
    options.group(std::string(text_of(group)));
    for (const config::SettingRow& row : config::setting_rows()) {
      if (row.group != group || row.flag.empty())
        continue;
      Option option;
      option.names = {std::string(row.flag)};
      option.value = std::string(row.value);
      option.help = help_of(row);
      option.choices.assign(row.words.begin(), row.words.end());
      const char separator = separator_of(row.type);
      option.repeatable = separator != '\0';
      option.set = [&flags, separator,
                    key = std::string(row.key)](const std::string& text) -> base::Result<void> {
        std::string& given = flags[key];
        given = separator == '\0' || given.empty() ? text : given + separator + text;
        return {};
      };
      options.add(std::move(option));
    }
  }
}

} // namespace cerec::cli
