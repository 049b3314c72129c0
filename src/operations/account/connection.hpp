#pragma once
#include "cerec/api/client.hpp"
#include "cerec/base/known_secrets.hpp"
#include "cerec/config/settings.hpp"
#include "cerec/http/client.hpp"
#include "cerec/operations/ports.hpp"

namespace cerec::operations {

/// The connection of one run to its account: the client and its requests. What the service says is cut by
/// `known`, which has to outlive it.
class Connection {
public:
  Connection(const Ports& ports, const config::Settings& settings, const base::KnownSecrets& known);
  [[nodiscard]] http::Dispatcher& dispatcher() { return client_.dispatcher(); }
  [[nodiscard]] const api::Requests& requests() const { return requests_; }

private:
  api::Requests requests_;
  http::Client client_;
};

} // namespace cerec::operations
