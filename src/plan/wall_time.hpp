#pragma once
#include "cerec/plan/make_plan.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace cerec::plan {

/// `YYYY-MM-DDThh:mm:ssZ`, UTC, seconds; text_of is the way back (make_plan.hpp).
[[nodiscard]] std::optional<base::WallTime> wall_time_of(std::string_view text);

} // namespace cerec::plan
