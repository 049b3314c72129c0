#include "cerec/tokens/sinks.hpp"

#include "cerec/base/text.hpp"
#include "tokens/sink_types.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>

namespace cerec::tokens {
namespace {

constexpr uint32_t k_others = 0077;
constexpr uint32_t k_private = 0600;

base::Result<void> check_file(const model::SinkSpec& spec, SinkPorts& ports) {
  return check_target(setting(spec, "path", ".cerec/tokens.json"), ports.files);
}
base::Result<void> check_dotenv(const model::SinkSpec& spec, SinkPorts& ports) {
  return check_target(setting(spec, "path", ".env"), ports.files);
}
base::Result<void> forget_nothing(const model::SinkSpec&, const std::string&, const Addresses&, SinkPorts&) {
  return {};
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

using SpecKey = std::tuple<std::string, std::map<std::string, std::vector<std::string>>>;

/// The deliveries that each distinct sink gets.
std::map<SpecKey, std::vector<size_t>> by_sink(const std::vector<Delivery>& deliveries) {
  std::map<SpecKey, std::vector<size_t>> groups;
  for (size_t i = 0; i < deliveries.size(); ++i)
    for (const model::SinkSpec& spec : deliveries[i].sinks) {
      auto& group = groups[{spec.type, spec.settings}];
      if (group.empty() || group.back() != i)
        group.push_back(i);
    }
  return groups;
}

std::vector<base::Result<void>> hand_out(const std::vector<Delivery>& deliveries, const auto& to_sink) {
  std::vector<base::Result<void>> results(deliveries.size());
  for (const auto& [key, indices] : by_sink(deliveries)) {
    const model::SinkSpec spec{std::get<0>(key), std::get<1>(key), {}};
    const SinkRow* row = find_sink(spec.type);
    const base::Result<void> result =
        row == nullptr ? base::Result<void>(base::fail(fmt::format("unknown type `{}`", spec.type)))
                       : to_sink(*row, spec, indices);
    if (result)
      continue;
    base::Failure failure = result.error();
    failure.message = fmt::format("{}: {}", base::visible(spec.type), failure.message);
    for (const size_t i : indices)
      if (results[i])
        results[i] = tl::unexpected<base::Failure>(failure);
  }
  return results;
}

} // namespace

const std::vector<SinkRow>& sink_rows() {
  static const std::vector<SinkRow> rows{
      {"file",
       "JSON file, mode 0600",
       {"path"},
       publish_file,
       forget_file,
       check_file,
       always,
       "path",
       ".cerec/tokens.json"},
      {"dotenv",
       "lines NAME='token', mode 0600",
       {"path", "prefix", "suffix"},
       publish_dotenv,
       forget_dotenv,
       check_dotenv,
       always,
       "path",
       ".env"},
      {"kubernetes-secret",
       "manifest of a Secret in a file, or on stdout with path \"-\"",
       {"path", "name", "namespace"},
       publish_kubernetes,
       forget_kubernetes,
       check_kubernetes,
       unless_stdout,
       "path",
       ".cerec/secret.json"},
      {"command",
       "a program that gets the token on stdin",
       {"command", "format", "timeout"},
       publish_command,
       forget_nothing,
       check_command,
       never,
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

std::vector<base::Result<void>> deliver(const std::vector<Delivery>& deliveries, SinkPorts& ports) {
  return hand_out(deliveries, [&](const SinkRow& row, const model::SinkSpec& spec, const auto& indices) {
    Records records;
    for (const size_t i : indices)
      if (deliveries[i].fresh || row.compares(spec))
        records.push_back(deliveries[i].record);
    return records.empty() ? base::Result<void>() : row.publish(spec, records, ports);
  });
}

std::vector<base::Result<void>> withdraw(const std::vector<Delivery>& deliveries, SinkPorts& ports) {
  return hand_out(deliveries, [&](const SinkRow& row, const model::SinkSpec& spec, const auto& indices) {
    std::map<std::string, Addresses> by_stack;
    for (const size_t i : indices)
      by_stack[deliveries[i].record.stack].push_back(deliveries[i].record.address);
    for (const auto& [stack, addresses] : by_stack)
      if (auto result = row.forget(spec, stack, addresses, ports); !result)
        return result;
    return base::Result<void>();
  });
}

std::string setting(const model::SinkSpec& spec, const std::string& name, const std::string& fallback) {
  const auto found = spec.settings.find(name);
  return found == spec.settings.end() || found->second.empty() ? fallback : found->second.front();
}

base::Result<void> check_target(const std::string& path, base::Files& files) {
  const auto status = files.status(path);
  if (!status)
    return {};
  if (status->kind != base::FileStatus::Kind::file)
    return base::fail(fmt::format("{}: is not a file", base::visible(path)));
  if ((status->mode & k_others) != 0)
    return base::fail(fmt::format("{}: others can read it (mode {:04o})", base::visible(path), status->mode),
                      base::FailureKind::error,
                      fmt::format("if it may hold tokens: chmod 600 {}", base::visible(path)));
  return {};
}

base::Result<std::string> read_target(const std::string& path, base::Files& files) {
  if (auto checked = check_target(path, files); !checked)
    return tl::unexpected<base::Failure>(checked.error());
  if (!files.status(path))
    return std::string();
  return files.read(path);
}

base::Result<void> replace_target(const std::string& path, const std::string& before,
                                  const std::string& content, base::Files& files) {
  if (content == before && files.status(path))
    return {};
  return files.write_atomic(path, content, k_private);
}

std::string record_key(const std::string& stack, const model::Address& address) {
  return fmt::format("{}/{}", stack, address.text());
}

} // namespace cerec::tokens
