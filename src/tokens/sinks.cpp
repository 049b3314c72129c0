#include "cerec/tokens/sinks.hpp"

#include "cerec/base/text.hpp"
#include "tokens/sink_types.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace cerec::tokens {
namespace {

constexpr uint32_t k_others = 0077;

base::Result<void> check_file(const model::SinkSpec& spec, SinkPorts& ports) {
  return check_target(setting(spec, "path", ".cerec/tokens.json"), ports.files);
}
base::Result<void> check_dotenv(const model::SinkSpec& spec, SinkPorts& ports) {
  return check_target(setting(spec, "path", ".env"), ports.files);
}
bool always(const model::SinkSpec&) {
  return true;
}
bool never(const model::SinkSpec&) {
  return false;
}
bool unless_stdout(const model::SinkSpec& spec) {
  return setting(spec, "path") != "-";
}

} // namespace

const std::vector<SinkRow>& sink_rows() {
  static const std::vector<SinkRow> rows{
      {"file",
       "JSON file, mode 0600",
       {"path"},
       check_file,
       open_file,
       always,
       nullptr,
       "path",
       ".cerec/tokens.json"},
      {"dotenv",
       "lines NAME='token', mode 0600",
       {"path", "prefix", "suffix"},
       check_dotenv,
       open_dotenv,
       always,
       name_in_dotenv,
       "path",
       ".env"},
      {"kubernetes-secret",
       "manifest of a Secret in a file, or on stdout with path \"-\"",
       {"path", "name", "namespace"},
       check_kubernetes,
       open_kubernetes,
       unless_stdout,
       name_in_kubernetes,
       "path",
       ".cerec/secret.json"},
      {"command",
       "a program that gets the token on stdin",
       {"command", "format", "timeout"},
       check_command,
       open_command,
       never,
       nullptr,
       "",
       "",
       "command"},
  };
  return rows;
}

const SinkRow* find_sink(std::string_view type) {
  const auto& rows = sink_rows();
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const SinkRow& row) { return row.type == type; });
  return found == rows.end() ? nullptr : &*found;
}

std::string SinkRow::target_of(const model::SinkSpec& spec) const {
  return path.empty() || prints(spec) ? std::string()
                                      : setting(spec, std::string(path), std::string(default_path));
}

bool SinkRow::prints(const model::SinkSpec& spec) const {
  return !path.empty() && setting(spec, std::string(path)) == "-";
}

base::Result<void> Sink::forget(const Records& /*gone*/) {
  return {};
}

base::Result<void> Sink::attempt() {
  return {};
}

base::Result<std::vector<Held>> Sink::held() {
  return std::vector<Held>();
}

base::Result<void> Sink::finish() {
  return {};
}

bool any_prints(const std::vector<model::SinkSpec>& specs) {
  return std::any_of(specs.begin(), specs.end(), [](const model::SinkSpec& spec) {
    const SinkRow* row = find_sink(spec.type);
    return row != nullptr && row->prints(spec);
  });
}

model::SinkSpec default_sink() {
  return model::SinkSpec{"file", {}, {}};
}

void check_sinks(const std::vector<model::SinkSpec>& specs, SinkPorts& ports,
                 base::Diagnostics& diagnostics) {
  std::vector<std::string_view> types;
  for (const SinkRow& row : sink_rows())
    types.push_back(row.type);
  for (const model::SinkSpec& spec : specs) {
    const SinkRow* row = find_sink(spec.type);
    if (row == nullptr) {
      const auto meant = base::did_you_mean(spec.type, types);
      diagnostics.error("unknown-sink", spec.origin, fmt::format("unknown token sink `{}`", spec.type),
                        meant ? fmt::format("did you mean `{}`?", *meant)
                              : fmt::format("there are {}", fmt::join(types, ", ")));
      continue;
    }
    bool known = true;
    for (const auto& [name, values] : spec.settings) {
      if (std::find(row->settings.begin(), row->settings.end(), name) != row->settings.end())
        continue;
      known = false;
      const auto meant = base::did_you_mean(name, row->settings);
      diagnostics.error("unknown-setting", spec.origin,
                        fmt::format("the token sink `{}` has no setting `{}`", spec.type, name),
                        meant ? fmt::format("did you mean `{}`?", *meant)
                              : fmt::format("it has {}", fmt::join(row->settings, ", ")));
    }
    if (!known)
      continue;
    if (const auto checked = row->check(spec, ports); !checked)
      diagnostics.error("bad-sink", spec.origin,
                        fmt::format("token sink `{}`: {}", spec.type, checked.error().message),
                        checked.error().hint);
  }
}

void attempt_sinks(const std::vector<model::SinkSpec>& specs, SinkPorts& ports,
                   base::Diagnostics& diagnostics) {
  std::set<std::string> tried;
  for (const model::SinkSpec& spec : specs) {
    const SinkRow* row = find_sink(spec.type);
    if (row == nullptr || !tried.insert(row->target_of(spec)).second)
      continue;
    if (const auto fine = row->open(spec, ports)->attempt(); !fine)
      diagnostics.error("bad-sink", spec.origin,
                        fmt::format("token sink `{}`: {}", spec.type, fine.error().message),
                        "nothing was created; its token would have had no place");
  }
}

std::string setting(const model::SinkSpec& spec, const std::string& name, const std::string& fallback) {
  const auto found = spec.settings.find(name);
  return found == spec.settings.end() || found->second.empty() ? fallback : found->second.front();
}

base::Result<void> check_target(const std::string& path, io::Files& files) {
  const auto status = files.status(path);
  if (!status)
    return {};
  if (status->kind != io::FileStatus::Kind::file)
    return base::fail(fmt::format("{}: is not a file", base::visible(path)));
  if ((status->mode & k_others) != 0)
    return base::fail(fmt::format("{}: others can read it (mode {:04o})", base::visible(path), status->mode),
                      base::FailureKind::error,
                      fmt::format("if it may hold tokens: chmod 600 {}", base::visible(path)));
  return {};
}

base::Result<std::string> read_target(const std::string& path, io::Files& files) {
  if (auto checked = check_target(path, files); !checked)
    return tl::unexpected<base::Failure>(checked.error());
  if (!files.status(path))
    return std::string();
  return files.read(path);
}

base::Result<void> replace_target(const std::string& path, const std::string& before,
                                  const std::string& content, io::Files& files) {
  if (content == before && files.status(path))
    return {};
  return files.write_atomic(path, content, k_private);
}

base::Result<void> attempt_beside(const std::string& path, io::Files& files) {
  const std::string trial = path + ".trial";
  if (auto written = files.write_atomic(trial, "", k_private); !written)
    return written;
  return files.remove(trial);
}

std::vector<base::Result<void>> all_failed(size_t count, const base::Failure& failure) {
  return std::vector<base::Result<void>>(count, tl::unexpected<base::Failure>(failure));
}

} // namespace cerec::tokens
