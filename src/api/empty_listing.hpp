#pragma once
#include "cerec/api/client.hpp"

namespace cerec::api {

/// True if a 404 says that a listing is empty, and can mean nothing else: in the service's error shape, in
/// words that speak of instances and of nothing but that there are none (docs/network.md), or in those that
/// the operator named. `pattern`: a glob, case aside; empty: none.
[[nodiscard]] bool says_empty_listing(const ApiError& error, std::string_view pattern);

} // namespace cerec::api
