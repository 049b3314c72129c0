#include "cerec/config/reference.hpp"

#include "cerec/config/settings_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cerec::config {

std::string settings_markdown() {
  std::string out =
      "| key of cerec.yaml | flag | variable | default | authority | meaning |\n|---|---|---|---|---|---|\n";
  for (const SettingRow& row : setting_rows()) {
    std::vector<std::string> variables;
    for (const std::string_view variable : row.variables)
      variables.push_back(fmt::format("`{}`", variable));
    std::string value(row.value);
    for (size_t at = 0; (at = value.find('|', at)) != std::string::npos; at += 2)
      value.replace(at, 1, "\\|");
    const std::string flag = row.flag.empty() ? "none: never on a command line"
                             : value.empty()  ? fmt::format("`{}`", row.flag)
                                              : fmt::format("`{} {}`", row.flag, value);
    out += fmt::format(
        "| {} | {} | {} | {} | {} | {} |\n",
        row.authority == Authority::operator_ ? "none: never from a file" : fmt::format("`{}`", row.key),
        flag, fmt::join(variables, ", "), row.fallback.empty() ? "" : fmt::format("`{}`", row.fallback),
        text_of(row.authority), row.help);
  }
  return out;
}

} // namespace cerec::config
