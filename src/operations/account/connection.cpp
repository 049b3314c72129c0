#include "operations/account/connection.hpp"

namespace cerec::operations {

Connection::Connection(const Ports& ports, const config::Settings& settings, const base::KnownSecrets& known)
    : transport_(ports.make_transport(settings.curl)),
      dispatcher_(*transport_, ports.clock, ports.random, settings.dispatch, &known),
      requests_(settings.account, settings.request_timeout) {}

} // namespace cerec::operations
