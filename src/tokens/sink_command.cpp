#include "cerec/base/number.hpp"
#include "cerec/base/text.hpp"
#include "tokens/sink_types.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

/// A program, run once for each token, that gets the record (JSON) or the bare token on stdin, never in an
/// argument or a variable, where others could see it.
namespace cerec::tokens {
namespace {

constexpr int k_longest_timeout = 300;

std::optional<int> timeout_of(const model::SinkSpec& spec) {
  const auto seconds = base::parse_number<int>(setting(spec, "timeout", "30"));
  return seconds && *seconds >= 1 && *seconds <= k_longest_timeout ? seconds : std::nullopt;
}

const std::vector<std::string>* command_of(const model::SinkSpec& spec) {
  const auto found = spec.settings.find("command");
  return found == spec.settings.end() || found->second.empty() || found->second.front().empty()
             ? nullptr
             : &found->second;
}

base::Secret input_of(const model::SinkSpec& spec, const TokenRecord& record) {
  if (setting(spec, "format", "json") == "token")
    return base::Secret(std::string(record.token.reveal()));
  const nlohmann::json json{{"stack", record.stack},
                            {"element", record.address.element},
                            {"id", record.address.logical_id},
                            {"name", record.name},
                            {"instance_id", record.instance_id},
                            {"token", std::string(record.token.reveal())},
                            {"url", record.account.url}};
  return base::Secret(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

class CommandSink final : public Sink {
public:
  CommandSink(model::SinkSpec spec, SinkPorts& ports) : spec_(std::move(spec)), ports_(ports) {}

  /// A token that it refuses does not keep the others from it.
  std::vector<base::Result<void>> publish(const Records& records) override {
    if (const auto checked = check_command(spec_, ports_); !checked)
      return all_failed(records.size(), checked.error());
    std::vector<base::Result<void>> results;
    for (const TokenRecord& record : records)
      results.push_back(give(record));
    return results;
  }

private:
  [[nodiscard]] base::Result<void> give(const TokenRecord& record) {
    const std::vector<std::string>& command = *command_of(spec_);
    const auto result =
        ports_.processes.run(command, input_of(spec_, record), std::chrono::seconds(*timeout_of(spec_)));
    if (!result)
      return tl::unexpected<base::Failure>(result.error());
    // Its stderr is not quoted: a program that fails may well echo what it was given.
    if (result->exit_code != 0)
      return base::fail(fmt::format("`{}` ended with {}", base::visible(command.front()), result->exit_code));
    return {};
  }

  const model::SinkSpec spec_;
  SinkPorts ports_;
};

} // namespace

base::Result<void> check_command(const model::SinkSpec& spec, SinkPorts& /*ports*/) {
  if (command_of(spec) == nullptr)
    return base::fail("`command` is missing", base::FailureKind::usage,
                      "give the program and its arguments as a list");
  if (const std::string format = setting(spec, "format", "json"); format != "json" && format != "token")
    return base::fail(fmt::format("unknown format `{}`", base::visible(format)), base::FailureKind::usage,
                      "json or token");
  if (!timeout_of(spec))
    return base::fail(fmt::format("`timeout` has to be 1 to {} seconds", k_longest_timeout),
                      base::FailureKind::usage);
  return {};
}

std::unique_ptr<Sink> open_command(const model::SinkSpec& spec, SinkPorts& ports) {
  return std::make_unique<CommandSink>(spec, ports);
}

} // namespace cerec::tokens
