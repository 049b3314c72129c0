#pragma once
#include "cerec/plan/plan_file.hpp"

#include <nlohmann/json.hpp>
#include <string>

/// The plan file as a JSON value: encode and decode meet here. Members that hold their default are left out.
namespace cerec::plan {

/// All of the plan but `digest` and `created`.
[[nodiscard]] nlohmann::json json_of(const model::Plan& plan);

/// "sha256:..." over the compact canonical text of such a value.
[[nodiscard]] std::string digest_of_json(const nlohmann::json& value);

[[nodiscard]] std::string compact(const nlohmann::json& value);

} // namespace cerec::plan
