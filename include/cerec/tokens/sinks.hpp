#pragma once
#include "cerec/io/ports.hpp"
#include "cerec/io/processes.hpp"
#include "cerec/tokens/records.hpp"

#include <functional>

namespace cerec::tokens {

struct SinkPorts {
  io::Files& files;
  io::Processes& processes;
  io::Stdout& out;
};

/// A record of a sink that can be read, and what it is called there: a variable, a key, or nothing.
struct Held {
  std::string name;
  TokenRecord record;
};

/// A sink that is open for a run; it may keep what it read.
class Sink {
public:
  Sink() = default;
  virtual ~Sink() = default;
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;

  /// Takes several records at once and is durable when it returns: one result for each. A record that it
  /// holds already costs no write.
  [[nodiscard]] virtual std::vector<base::Result<void>> publish(const Records& records) = 0;
  /// Drops the records of instances that are gone, and nothing else. Nothing to do for sinks that cannot.
  [[nodiscard]] virtual base::Result<void> forget(const Records& gone);
  /// Shows that a write would succeed now, and leaves everything as it is.
  [[nodiscard]] virtual base::Result<void> attempt();
  /// What it holds, if it can be read.
  [[nodiscard]] virtual base::Result<std::vector<Held>> held();
  /// The run is over (or begins: what a killed one left is put in order).
  [[nodiscard]] virtual base::Result<void> finish();
};

/// A row of the sink table: file (JSON, 0600), dotenv, kubernetes-secret, command.
struct SinkRow {
  std::string_view type;
  std::string_view help;
  std::vector<std::string_view> settings; ///< names that its SinkSpec may have
  /// Before any write: settings that are missing or make no sense, a target that is unsafe.
  base::Result<void> (*check)(const model::SinkSpec& spec, SinkPorts& ports);
  std::unique_ptr<Sink> (*open)(const model::SinkSpec& spec, SinkPorts& ports);
  /// True if it looks first and writes only what differs: then it is given the tokens of unchanged instances
  /// too. Others get a token when it is new or owed, and at `cerec token sync`.
  bool (*compares)(const model::SinkSpec& spec);
  /// What it would call the token of this record, where names have to differ: a variable, a key. May be null.
  std::string (*name_of)(const model::SinkSpec& spec, const TokenRecord& record) = nullptr;
  /// What it reaches for: its setting that is a path, where that leads if it is not stated, and its setting
  /// that names a program. Empty: none.
  std::string_view path{}, default_path{}, program{};

  /// The file that it writes; empty for stdout and programs.
  [[nodiscard]] std::string target_of(const model::SinkSpec& spec) const;
  /// True if it writes to stdout.
  [[nodiscard]] bool prints(const model::SinkSpec& spec) const;
};
[[nodiscard]] const std::vector<SinkRow>& sink_rows();
[[nodiscard]] const SinkRow* find_sink(std::string_view type);
/// The sink of a project that names none: `.cerec/tokens.json`.
[[nodiscard]] model::SinkSpec default_sink();
/// True if any of them writes to stdout.
[[nodiscard]] bool any_prints(const std::vector<model::SinkSpec>& specs);
/// Before any write: unknown types and settings, unwritable or world-readable targets.
void check_sinks(const std::vector<model::SinkSpec>& specs, SinkPorts& ports, base::Diagnostics& diagnostics);
/// Before the first create: each of them is tried, and left as it is.
void attempt_sinks(const std::vector<model::SinkSpec>& specs, SinkPorts& ports,
                   base::Diagnostics& diagnostics);
/// Tokens that a file sink holds, those of its journal included. A missing file holds none.
[[nodiscard]] base::Result<Records> read_file_sink(const model::SinkSpec& spec, io::Files& files);

} // namespace cerec::tokens
