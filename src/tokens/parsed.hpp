#pragma once
#include "cerec/base/json_depth.hpp"

#include <nlohmann/json.hpp>

namespace cerec::tokens {

/// JSON of a file; discarded if it is none, or nests deeper than anything of ours.
template <class Json = nlohmann::json>
[[nodiscard]] Json parsed(std::string_view text) {
  return base::nests_within(text) ? Json::parse(text, nullptr, false)
                                  : Json(nlohmann::json::value_t::discarded);
}

} // namespace cerec::tokens
