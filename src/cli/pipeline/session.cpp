#include "cli/pipeline/session.hpp"

namespace cerec::cli {
namespace {

http::CurlSettings with_agent(http::CurlSettings settings) {
  settings.user_agent = "cerec/" + std::string(cerec_version());
  return settings;
}

} // namespace

Session::Session(System& system, const Settings& settings)
    : transport_(system.make_transport(with_agent(settings.curl))),
      dispatcher_(*transport_, system.clock, system.random, settings.dispatch),
      requests_(settings.account, settings.request_timeout) {}

} // namespace cerec::cli
