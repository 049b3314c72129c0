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
    : loop_(context.system.loop), requests_(settings.account, settings.request_timeout),
      client_({requests_.base_url(), {}, settings.dispatch},
              context.system.make_transport(with_agent(settings.curl)), loop_, context.system.clock,
              context.system.random, &context.secrets) {}

} // namespace cerec::cli
