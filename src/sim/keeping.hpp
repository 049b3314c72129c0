#pragma once
#include "cerec/sim/choices.hpp"

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

/// What the service makes of names, tags and values before it keeps them, by its choices.
namespace cerec::sim {

[[nodiscard]] std::string kept_name(const std::string& text, const Choices& choices);
[[nodiscard]] std::string kept_tag(const std::string& text, const Choices& choices);
/// A value of `configuration`: strings as they are, everything else as JSON text, null as null
/// (docs/api.md 5.1).
[[nodiscard]] std::optional<std::string> kept_value(const nlohmann::json& value, const Choices& choices);

} // namespace cerec::sim
