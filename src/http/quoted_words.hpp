#pragma once
#include "cerec/base/known_secrets.hpp"
#include "cerec/http/transport.hpp"

namespace cerec::http {

/// Cuts the known secrets out of an answer that can only be quoted: any but a 2xx with JSON, and why there is
/// none. Of a 2xx with JSON the request id is quoted, and what it states is data: plan and report see to
/// that.
void cut_words(base::Result<Response, TransportError>& result, const base::KnownSecrets& known);

} // namespace cerec::http
