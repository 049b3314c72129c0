#pragma once
#include "cerec/api/client.hpp"

namespace cerec::api {

using Exchange = base::Result<http::Response, http::TransportError>;

/// The response if its status is 2xx, else the error that it is. The pointer is into `exchange`.
[[nodiscard]] ApiResult<const http::Response*> accept(const Exchange& exchange);
/// A 2xx whose body is not what the API documents. For a write the outcome is open.
[[nodiscard]] ApiError unreadable(const http::Response& response, std::string_view why);

} // namespace cerec::api
