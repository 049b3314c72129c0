#include "cerec/operations/check.hpp"

#include "operations/account/connection.hpp"
#include "operations/inputs/gather.hpp"

namespace cerec::operations {
namespace {

base::Result<Probe> try_account(const Ports& ports, const config::Settings& settings,
                                const base::KnownSecrets& known) {
  Connection connection(ports, settings, known);
  const base::TimePoint begin = ports.clock.now();
  http::Calls calls(connection.dispatcher());
  (void)calls.start(connection.requests().list("", ""), http::Repeat::freely);
  while (ports.signals.count() == 0) {
    const auto finished = calls.next(base::TimePoint::max());
    if (!finished)
      continue;
    auto page = api::decode_page(finished->result, connection.requests().empty_listing());
    if (!page)
      return base::fail("the account does not answer as expected: " + page.error().text(),
                        page.error().failure_kind());
    return Probe{page->instances.size(), page->total_count, ports.clock.now() - begin};
  }
  return base::fail("interrupted", base::FailureKind::interrupted);
}

} // namespace

CheckResult check(const CheckRequest& request, const Ports& ports) {
  CheckResult result;
  base::KnownSecrets known;
  config::Configuration& configuration = result.configuration;
  configuration = config::begin(request.workspace, setting_ports(ports), result.diagnostics);
  result.trust = configuration.project.trust;
  configuration.fine = examine_manifests(configuration.project, {}, result.diagnostics) && configuration.fine;
  config::finish(configuration, request.workspace, setting_ports(ports), known, result.diagnostics);
  if (!request.offline)
    require_account(configuration.settings, result.diagnostics);
  if (request.offline || result.diagnostics.has_errors())
    return result;
  auto probe = try_account(ports, configuration.settings, known);
  if (probe)
    result.probe = *probe;
  else
    result.failure = probe.error();
  return result;
}

NewKeyResult new_fingerprint_key(io::Random& random) {
  NewKeyResult result;
  result.key = crypto::new_key([&] { return random.next(); });
  return result;
}

} // namespace cerec::operations
