#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace cerec::plan {

/// What two preconditions disagree in, in words; only where both have read. Empty: they agree.
[[nodiscard]] std::vector<std::string> disagreements(std::string_view a, std::string_view b);

} // namespace cerec::plan
