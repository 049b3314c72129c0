#pragma once
#include "cerec/model/instance.hpp"

#include <string>
#include <string_view>

namespace cerec::plan {

inline constexpr std::string_view k_configuration = "configuration.";

/// True if `cerec.ignore` names the path, exactly or by glob.
[[nodiscard]] bool is_ignored(const model::DesiredInstance& desired, std::string_view path);

/// User tags as compared and fingerprinted: HTML stripped, sorted, unique, one a line.
[[nodiscard]] std::string normalised_tags(const std::vector<std::string>& tags);

/// The same as a JSON list, for plans.
[[nodiscard]] std::string shown_tags(const std::vector<std::string>& tags);

/// True if the service would show the same for both. `live` is not masked. Fast for equal texts.
[[nodiscard]] bool same_meaning(std::string_view path, const model::Value& desired, const model::Value& live);

} // namespace cerec::plan
