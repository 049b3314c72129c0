#pragma once
#include "cerec/api/client.hpp"
#include "cerec/http/client.hpp"
#include "cli/run/context.hpp"
#include "cli/settings/settings.hpp"

namespace cerec::cli {

/// The connection of one run to its account: the client and the requests.
class Session {
public:
  Session(const Context& context, const Settings& settings);
  [[nodiscard]] http::Dispatcher& dispatcher() { return client_.dispatcher(); }
  [[nodiscard]] io::Loop& loop() { return loop_; }
  [[nodiscard]] const api::Requests& requests() const { return requests_; }

private:
  io::Loop& loop_;
  api::Requests requests_;
  http::Client client_;
};

} // namespace cerec::cli
