#include "operations/execution/sinks.hpp"

#include "operations/account/token_records.hpp"
#include "operations/inputs/sinks.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::operations {
namespace {

/// Manifests for kubectl and a document of cerec's own cannot both be stdout.
void share_stdout(const std::vector<model::SinkSpec>& sinks, Listener& listener,
                  base::Diagnostics& diagnostics) {
  const auto printing = std::find_if(sinks.begin(), sinks.end(),
                                     [](const model::SinkSpec& sink) { return tokens::any_prints({sink}); });
  if (printing == sinks.end())
    return;
  if (const auto holder = listener.leave_stdout())
    diagnostics.error(
        "stdout-taken", printing->origin,
        fmt::format("the token sink `{}` writes to stdout, and so does {}", printing->type, *holder),
        "write one of them into a file: -o FORMAT=FILE, or another `path`");
}

} // namespace

Step<std::monostate> check_all_sinks(const Inputs& inputs, const Ports& ports,
                                     base::Diagnostics& diagnostics) {
  tokens::SinkPorts sink_ports{ports.files, ports.processes, ports.out};
  std::vector<model::SinkSpec> all = token_sinks(inputs.project());
  for (const model::DesiredInstance& desired : inputs.desired)
    all.insert(all.end(), desired.sinks.begin(), desired.sinks.end());
  tokens::check_sinks(all, sink_ports, diagnostics);
  share_stdout(all, ports.listener, diagnostics);
  return require_valid(diagnostics);
}

Step<std::monostate> require_sinks(const Inputs& inputs, const Ports& ports, const model::Plan& plan,
                                   const model::Listing& live, base::Diagnostics& diagnostics) {
  tokens::SinkPorts sink_ports{ports.files, ports.processes, ports.out};
  std::map<model::Address, int64_t> planned;
  std::set<model::Address> touched;
  for (const model::Change& change : plan.changes) {
    if (change.kind != model::ChangeKind::dedupe)
      planned.emplace(change.address, change.instance_id);
    if (change.kind != model::ChangeKind::keep && !change.refused())
      touched.insert(change.address);
  }
  std::set<int64_t> alive;
  for (const model::LiveInstance& instance : live.instances)
    alive.insert(instance.id);
  std::vector<tokens::Claim> claims = claims_of(inputs);
  std::vector<model::SinkSpec> written;
  for (tokens::Claim& claim : claims) {
    claim.record.account = tokens::account_of(plan.binding);
    if (const auto found = planned.find(claim.record.address); found != planned.end())
      claim.record.instance_id = found->second;
    if (touched.count(claim.record.address) != 0)
      written.insert(written.end(), claim.sinks.begin(), claim.sinks.end());
  }
  tokens::judge_names(claims, alive, previous_accounts(inputs.settings()), sink_ports, diagnostics);
  tokens::attempt_sinks(written, sink_ports, diagnostics);
  return require_valid(diagnostics);
}

void keep_out_of_git(const config::Project& project, io::Files& files) {
  const std::string path = project.state_path(".gitignore");
  if (!files.status(path))
    (void)files.write_atomic(path, "*\n", 0644);
}

} // namespace cerec::operations
