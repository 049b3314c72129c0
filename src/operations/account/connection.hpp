#pragma once
#include "cerec/api/client.hpp"
#include "cerec/base/known_secrets.hpp"
#include "cerec/config/settings.hpp"
#include "cerec/operations/ports.hpp"

namespace cerec::operations {

/// The connection of one run to its account: transport, dispatcher and requests, in the order they need each
/// other. What the service says is cut by `known`, which has to outlive it.
class Connection {
public:
  Connection(const Ports& ports, const config::Settings& settings, const base::KnownSecrets& known);
  [[nodiscard]] http::Transport& transport() { return *transport_; }
  [[nodiscard]] http::Dispatcher& dispatcher() { return dispatcher_; }
  [[nodiscard]] const api::Requests& requests() const { return requests_; }

private:
  std::unique_ptr<http::Transport> transport_;
  http::Dispatcher dispatcher_;
  api::Requests requests_;
};

} // namespace cerec::operations
