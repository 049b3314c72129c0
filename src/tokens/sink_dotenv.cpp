#include "cerec/base/text.hpp"
#include "tokens/sink_types.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

/// Lines NAME='token' in a file of such lines; all other lines stay as they are.
namespace cerec::tokens {
namespace {

std::string path_of(const model::SinkSpec& spec) {
  return setting(spec, "path", ".env");
}

/// `gooddata.analytics-prod` -> `GOODDATA_ANALYTICS_PROD_TOKEN`.
std::string variable_of(const model::SinkSpec& spec, const model::Address& address) {
  std::string name = setting(spec, "prefix") + address.logical_id + setting(spec, "suffix", "_TOKEN");
  for (char& c : name) {
    const bool alphanumeric = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    c = alphanumeric ? (c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c) : '_';
  }
  if (!name.empty() && name[0] >= '0' && name[0] <= '9')
    name.insert(0, 1, '_');
  return name;
}

std::string line_of(const std::string& variable, const base::Secret& token) {
  std::string line = variable;
  line.append("='").append(token.reveal()).append("'");
  return line;
}

/// The variable that a line sets, empty if it sets none.
std::string_view variable_in(std::string_view line) {
  line = base::trim(line);
  if (line.starts_with("export "))
    line = base::trim(line.substr(7));
  const size_t equals = line.find('=');
  return equals == std::string_view::npos || line.starts_with('#') ? std::string_view()
                                                                   : base::trim(line.substr(0, equals));
}

/// Replaces the lines of these variables, drops those whose new line is empty, adds what is missing.
std::string merged(std::string_view text, std::map<std::string, std::string> lines) {
  std::string out;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const auto found = lines.find(std::string(variable_in(line)));
    if (found == lines.end()) {
      out.append(line).append("\n");
    } else {
      if (!found->second.empty())
        out.append(found->second).append("\n");
      found->second.clear(); // a second line of the same variable goes
    }
  }
  for (const auto& [variable, line] : lines)
    if (!line.empty())
      out.append(line).append("\n");
  return out;
}

bool is_plain(std::string_view token) {
  return std::none_of(token.begin(), token.end(),
                      [](char c) { return c == '\'' || static_cast<unsigned char>(c) < 0x20; });
}

base::Result<void> edit(const model::SinkSpec& spec, std::map<std::string, std::string> lines,
                        base::Files& files) {
  const std::string path = path_of(spec);
  const auto before = read_target(path, files);
  if (!before)
    return tl::unexpected<base::Failure>(before.error());
  return replace_target(path, *before, merged(*before, std::move(lines)), files);
}

} // namespace

base::Result<void> publish_dotenv(const model::SinkSpec& spec, const Records& records, SinkPorts& ports) {
  std::map<std::string, std::string> lines;
  std::map<std::string, model::Address> owners;
  for (const TokenRecord& record : records) {
    const std::string variable = variable_of(spec, record.address);
    if (const auto [owner, added] = owners.emplace(variable, record.address);
        !added && owner->second != record.address)
      return base::fail(fmt::format("{} and {} would share the variable {}", owner->second.text(),
                                    record.address.text(), variable),
                        base::FailureKind::usage, "give them ids that differ in letters and digits");
    if (!is_plain(record.token.reveal()))
      return base::fail(fmt::format("the token of {} does not fit into a line", record.address.text()));
    lines[variable] = line_of(variable, record.token);
  }
  return edit(spec, std::move(lines), ports.files);
}

base::Result<void> forget_dotenv(const model::SinkSpec& spec, const std::string& /*stack*/,
                                 const Addresses& addresses, SinkPorts& ports) {
  if (!ports.files.status(path_of(spec)))
    return {};
  std::map<std::string, std::string> lines;
  for (const model::Address& address : addresses)
    lines[variable_of(spec, address)] = {};
  return edit(spec, std::move(lines), ports.files);
}

} // namespace cerec::tokens
