#pragma once
#include "cerec/base/ports.hpp"
#include "cerec/model/instance.hpp"

namespace cerec::tokens {

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
  base::Result<void> (*forget)(const model::SinkSpec& spec, const std::string& stack,
                               const std::vector<model::Address>& addresses, SinkPorts& ports);
  /// Before any write: settings that are missing or make no sense, a target that is unsafe.
  base::Result<void> (*check)(const model::SinkSpec& spec, SinkPorts& ports);
  /// True if `publish` looks first and writes only what differs: then it is given the tokens of unchanged
  /// instances too. Others get a token when it is new, and at `cerec token sync`.
  bool (*compares)(const model::SinkSpec& spec);
  /// What it reaches for: its setting that is a path, where that leads if it is not stated, and its setting
  /// that names a program. Empty: none.
  std::string_view path{}, default_path{}, program{};
};
[[nodiscard]] const std::vector<SinkRow>& sink_rows();
[[nodiscard]] const SinkRow* find_sink(std::string_view type);
/// The sink of a project that names none: `.cerec/tokens.json`.
[[nodiscard]] model::SinkSpec default_sink();
/// Before any write: unknown types and settings, unwritable or world-readable targets.
void check_sinks(const std::vector<model::SinkSpec>& specs, SinkPorts& ports, base::Diagnostics& diagnostics);
/// Tokens that a file sink holds: address -> token. For `cerec token`. A missing file holds none.
[[nodiscard]] base::Result<std::vector<TokenRecord>> read_file_sink(const model::SinkSpec& spec,
                                                                    base::Files& files);

/// A record and the sinks that it is for.
struct Delivery {
  TokenRecord record;
  std::vector<model::SinkSpec> sinks;
  bool fresh = true; ///< false: only to sinks that compare
};
/// Hands each record to each of its sinks, every sink once with all its records. One result for each
/// delivery, in order: the first failure of its sinks, naming the sink.
[[nodiscard]] std::vector<base::Result<void>> deliver(const std::vector<Delivery>& deliveries,
                                                      SinkPorts& ports);
/// The same for records of instances that are gone.
[[nodiscard]] std::vector<base::Result<void>> withdraw(const std::vector<Delivery>& deliveries,
                                                       SinkPorts& ports);

} // namespace cerec::tokens
