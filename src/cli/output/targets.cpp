#include "cerec/base/text.hpp"
#include "cli/output/output.hpp"

#include <fmt/format.h>

namespace cerec::cli {

base::Result<std::vector<OutputTarget>> parse_targets(const std::vector<std::string>& values) {
  std::vector<OutputTarget> targets;
  bool stdout_taken = false;
  for (const std::string& value : values) {
    const size_t at = value.find('=');
    const bool append = at != std::string::npos && at > 0 && value[at - 1] == '+';
    const std::string name = value.substr(0, append ? at - 1 : at);
    const report::FormatRow* format = report::find_format(name);
    if (format == nullptr) {
      std::vector<std::string_view> names;
      std::string all;
      for (const report::FormatRow& row : report::formats()) {
        names.push_back(row.name);
        all += (all.empty() ? "" : ", ") + std::string(row.name);
      }
      const auto near = base::did_you_mean(name, names);
      return base::fail(fmt::format("unknown output format `{}`", base::visible(name)),
                        base::FailureKind::usage,
                        near ? fmt::format("did you mean `{}`?", *near) : "formats: " + all);
    }
    const std::string file = at == std::string::npos ? "" : value.substr(at + 1);
    if (at != std::string::npos && file.empty())
      return base::fail(fmt::format("-o {}= names no file", name), base::FailureKind::usage);
    if (file.empty() && stdout_taken)
      return base::fail("two formats for stdout", base::FailureKind::usage,
                        "send one of them to a file: -o FORMAT=FILE");
    stdout_taken = stdout_taken || file.empty();
    targets.push_back({format, file, append});
  }
  if (!stdout_taken)
    targets.push_back({report::find_format("text"), "", false});
  return targets;
}

std::vector<std::string> wanted_outputs(const std::vector<std::string>& arguments) {
  std::vector<std::string> found;
  for (size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i) {
    const std::string& argument = arguments[i];
    if (argument == "-json" || argument == "--json")
      found.emplace_back("json");
    else if ((argument == "-o" || argument == "--output" || argument == "-output") &&
             i + 1 < arguments.size())
      found.push_back(arguments[++i]);
    else if (const size_t at = argument.find("output="); at == 1 || at == 2)
      found.push_back(argument.substr(at + 7));
    else if (argument.rfind("-o", 0) == 0 && argument.size() > 2 && argument.rfind("-out", 0) != 0)
      found.push_back(argument.substr(2));
  }
  std::erase_if(found, [](const std::string& value) {
    return value.find('=') != std::string::npos || report::find_format(value) == nullptr;
  });
  if (found.size() > 1)
    found.erase(found.begin(), found.end() - 1);
  return found;
}

} // namespace cerec::cli
