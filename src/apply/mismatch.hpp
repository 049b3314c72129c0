#pragma once
#include "cerec/api/client.hpp"

namespace cerec::apply {

/// What an answer shows otherwise than a PATCH asked: the paths, without values. What the answer does not
/// show or masks is no mismatch.
[[nodiscard]] std::vector<std::string> mismatches(const api::Patch& asked, const model::LiveInstance& answer);

} // namespace cerec::apply
