#pragma once
#include "cerec/plan/plan_file.hpp"

#include <nlohmann/json.hpp>
#include <string>

/// The plan file as a JSON value: encode and decode meet here. Members that hold their default are left out.
namespace cerec::plan {

/// "sha256:..." over the compact canonical text of such a value.
[[nodiscard]] std::string digest_of_json(const nlohmann::json& value);

/// 16 hex digits over the digest and the time of a plan file.
[[nodiscard]] std::string seal_of(const crypto::FingerprintKey& key, std::string_view digest,
                                  std::string_view created);

[[nodiscard]] std::string compact(const nlohmann::json& value);

} // namespace cerec::plan
