#include "cli/pipeline/session.hpp"

#include "cli/output/version.hpp"

namespace cerec::cli {
namespace {

http::CurlSettings with_agent(http::CurlSettings settings) {
  settings.user_agent = "cerec/" + std::string(cerec_version());
  return settings;
}

} // namespace

Session::Session(const Context& context, const Settings& settings)
    : transport_(context.system.make_transport(with_agent(settings.curl))),
      dispatcher_(*transport_, context.system.clock, context.system.random, settings.dispatch,
                  &context.secrets),
      requests_(settings.account, settings.request_timeout) {}

} // namespace cerec::cli
