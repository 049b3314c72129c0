#pragma once
#include "cerec/base/ports.hpp"
#include "cerec/model/instance.hpp"

namespace cerec::apply {

/// A token on its way to its keeper.
struct TokenRecord {
  model::Address address;
  std::string stack;
  std::string name;
  int64_t instance_id = 0;
  base::Secret token;
};

struct SinkPorts {
  base::Files& files;
  base::Processes& processes;
  base::Terminal& terminal;
};

/// A row of the sink table: file (JSON, 0600, atomic), dotenv, kubernetes-secret, command. `publish` writes
/// several records at once and is durable when it returns; writing the same record again changes nothing.
struct SinkRow {
  std::string_view type;
  std::string_view help;
  std::vector<std::string_view> settings; ///< names that its SinkSpec may have
  base::Result<void> (*publish)(const model::SinkSpec& spec, const std::vector<TokenRecord>& records,
                                SinkPorts& ports);
  /// Drops the records of instances that are gone; no-op for sinks that cannot.
  base::Result<void> (*forget)(const model::SinkSpec& spec, const std::vector<model::Address>& addresses,
                               SinkPorts& ports);
};
[[nodiscard]] const std::vector<SinkRow>& sink_rows();
[[nodiscard]] const SinkRow* find_sink(std::string_view type);
/// Before any write: unknown types and settings, unwritable or world-readable targets.
void check_sinks(const std::vector<model::SinkSpec>& specs, SinkPorts& ports, base::Diagnostics& diagnostics);
/// Tokens that a file sink holds: address -> token. For `cerec token`.
[[nodiscard]] base::Result<std::vector<TokenRecord>> read_file_sink(const model::SinkSpec& spec,
                                                                    base::Files& files);

} // namespace cerec::apply
