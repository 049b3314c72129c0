#pragma once
#include "cerec/tokens/sinks.hpp"

/// What the files of the sinks share; each sink_*.cpp gives the functions of one row of the table.
namespace cerec::tokens {

using Records = std::vector<TokenRecord>;
using Addresses = std::vector<model::Address>;

/// The value of a setting with one value; `fallback` if it is absent.
[[nodiscard]] std::string setting(const model::SinkSpec& spec, const std::string& name,
                                  const std::string& fallback = {});
/// Fails if others can read the file that is in place, or if it is no file.
[[nodiscard]] base::Result<void> check_target(const std::string& path, base::Files& files);
/// The content of a target, empty if there is none. Unsafe targets fail.
[[nodiscard]] base::Result<std::string> read_target(const std::string& path, base::Files& files);
/// Writes with mode 0600, if `content` differs from `before`.
[[nodiscard]] base::Result<void> replace_target(const std::string& path, const std::string& before,
                                                const std::string& content, base::Files& files);
/// "stack/element/logical-id", the key of a record.
[[nodiscard]] std::string record_key(const std::string& stack, const model::Address& address);

[[nodiscard]] base::Result<void> publish_file(const model::SinkSpec&, const Records&, SinkPorts&);
[[nodiscard]] base::Result<void> forget_file(const model::SinkSpec&, const std::string& stack,
                                             const Addresses&, SinkPorts&);
[[nodiscard]] base::Result<void> publish_dotenv(const model::SinkSpec&, const Records&, SinkPorts&);
[[nodiscard]] base::Result<void> forget_dotenv(const model::SinkSpec&, const std::string& stack,
                                               const Addresses&, SinkPorts&);
[[nodiscard]] base::Result<void> publish_kubernetes(const model::SinkSpec&, const Records&, SinkPorts&);
[[nodiscard]] base::Result<void> forget_kubernetes(const model::SinkSpec&, const std::string& stack,
                                                   const Addresses&, SinkPorts&);
[[nodiscard]] base::Result<void> check_kubernetes(const model::SinkSpec&, SinkPorts&);
[[nodiscard]] base::Result<void> publish_command(const model::SinkSpec&, const Records&, SinkPorts&);
[[nodiscard]] base::Result<void> check_command(const model::SinkSpec&, SinkPorts&);

} // namespace cerec::tokens
