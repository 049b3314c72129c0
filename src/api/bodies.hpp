#pragma once
#include "cerec/model/instance.hpp"

namespace cerec::api {

/// The body of POST /instances: members in the order of the documented ones (docs/api.md 12). Values keep
/// their exact text.
[[nodiscard]] base::Secret create_body(const model::DesiredInstance& desired,
                                       const model::Ownership& ownership);

} // namespace cerec::api
