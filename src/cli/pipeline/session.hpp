#pragma once
#include "cerec/api/client.hpp"
#include "cli/run/context.hpp"
#include "cli/settings/settings.hpp"

namespace cerec::cli {

/// The connection of one run: transport, dispatcher and requests, in the order they need each other.
class Session {
public:
  Session(const Context& context, const Settings& settings);
  [[nodiscard]] http::Transport& transport() { return *transport_; }
  [[nodiscard]] http::Dispatcher& dispatcher() { return dispatcher_; }
  [[nodiscard]] const api::Requests& requests() const { return requests_; }

private:
  std::unique_ptr<http::Transport> transport_;
  http::Dispatcher dispatcher_;
  api::Requests requests_;
};

} // namespace cerec::cli
