#include "operations/account/connection.hpp"

namespace cerec::operations {

Connection::Connection(const Ports& ports, const config::Settings& settings, const base::KnownSecrets& known)
    : requests_(settings.account, settings.request_timeout),
      client_({requests_.base_url(), {}, settings.dispatch}, ports.make_transport(settings.curl), ports.loop,
              ports.clock, ports.random, &known) {}

} // namespace cerec::operations
