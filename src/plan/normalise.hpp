#pragma once
#include "cerec/model/instance.hpp"
#include "plan/canonical_json.hpp"

#include <string>
#include <string_view>

namespace cerec::plan {

inline constexpr std::string_view k_configuration = "configuration.";

/// True if `cerec.ignore` names the path, exactly or by glob.
[[nodiscard]] bool is_ignored(const model::DesiredInstance& desired, std::string_view path);

/// User tags as compared and fingerprinted: their labels (model::label_of), sorted, unique, one a line.
[[nodiscard]] std::string normalised_tags(const std::vector<std::string>& tags);

/// The same as a JSON list, for plans.
[[nodiscard]] std::string shown_tags(const std::vector<std::string>& tags);

/// A live value, normalised as what the manifest has: the service shows texts for numbers and booleans.
[[nodiscard]] base::Secret normalise_beside(std::string_view path, const model::Value& live,
                                            const model::Value& desired);

/// The first number of an object of which the live value has only what a double keeps, if nothing else
/// differs.
[[nodiscard]] std::optional<RoundedNumber> rounded_number(const model::Value& desired,
                                                          const model::Value& live);

} // namespace cerec::plan
