#pragma once
#include "cerec/io/ports.hpp"
#include "cerec/tokens/sinks.hpp"

/// What the sinks share; each sink_*.cpp gives the functions of one row of the table.
namespace cerec::tokens {

inline constexpr uint32_t k_private = 0600;

/// The value of a setting with one value; `fallback` if it is absent.
[[nodiscard]] std::string setting(const model::SinkSpec& spec, const std::string& name,
                                  const std::string& fallback = {});
/// Fails if others can read the file that is in place, or if it is no file.
[[nodiscard]] base::Result<void> check_target(const std::string& path, io::Files& files);
/// The content of a target, empty if there is none. Unsafe targets fail.
[[nodiscard]] base::Result<std::string> read_target(const std::string& path, io::Files& files);
/// Writes with mode 0600, if `content` differs from `before`.
[[nodiscard]] base::Result<void> replace_target(const std::string& path, const std::string& before,
                                                const std::string& content, io::Files& files);
/// Makes a file beside a target, and removes it.
[[nodiscard]] base::Result<void> attempt_beside(const std::string& path, io::Files& files);
/// One failure for all of `count` records.
[[nodiscard]] std::vector<base::Result<void>> all_failed(size_t count, const base::Failure& failure);

[[nodiscard]] std::unique_ptr<Sink> open_file(const model::SinkSpec&, SinkPorts&);
[[nodiscard]] std::unique_ptr<Sink> open_dotenv(const model::SinkSpec&, SinkPorts&);
[[nodiscard]] std::string name_in_dotenv(const model::SinkSpec&, const TokenRecord&);
[[nodiscard]] std::unique_ptr<Sink> open_kubernetes(const model::SinkSpec&, SinkPorts&);
[[nodiscard]] std::string name_in_kubernetes(const model::SinkSpec&, const TokenRecord&);
[[nodiscard]] base::Result<void> check_kubernetes(const model::SinkSpec&, SinkPorts&);
[[nodiscard]] std::unique_ptr<Sink> open_command(const model::SinkSpec&, SinkPorts&);
[[nodiscard]] base::Result<void> check_command(const model::SinkSpec&, SinkPorts&);

} // namespace cerec::tokens
