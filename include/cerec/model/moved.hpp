#pragma once
#include "cerec/model/instance.hpp"

#include <string>
#include <vector>

namespace cerec::model {

/// What of an instance is not as it was seen, in words, entries of its configuration by path: wherever both
/// readings show it. Empty: nothing.
[[nodiscard]] std::vector<std::string> moved(const LiveInstance& seen, const LiveInstance& now);

} // namespace cerec::model
