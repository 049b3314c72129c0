#include "cerec/operations/tokens.hpp"
#include "operations/account/token_records.hpp"
#include "operations/execution/sinks.hpp"
#include "operations/inputs/sinks.hpp"

namespace cerec::operations {
namespace {

/// Each record with the sinks of its manifest, or the project's.
std::vector<tokens::Delivery> deliveries(tokens::Records records, const Inputs& inputs) {
  const auto defaults = token_sinks(inputs.project());
  std::map<model::Address, const model::DesiredInstance*> own;
  for (const model::DesiredInstance& desired : inputs.desired)
    if (!desired.sinks.empty())
      own.emplace(desired.address, &desired);
  std::vector<tokens::Delivery> out;
  for (tokens::TokenRecord& record : records) {
    const auto found = own.find(record.address);
    out.push_back(
        {std::move(record), found == own.end() ? defaults : found->second->sinks, tokens::Occasion::asked});
  }
  return out;
}

Step<Inputs> gather_declared(const SyncRequest& request, const Ports& ports, Ended& ended) {
  base::Diagnostics unseen; // of the project: they are found again with all others
  const config::Project project = config::load_project(request.workspace, setting_ports(ports), unseen);
  const bool has_manifests =
      !manifest_paths(request.workspace, ports.environment, project, request.manifests).paths.empty();
  return gather(request, {has_manifests ? Needs::declarations : Needs::nothing, request.manifests}, ports,
                ended);
}

Step<std::monostate> run(const SyncRequest& request, const Ports& ports, SyncResult& result) {
  auto inputs = gather_declared(request, ports, result);
  if (!inputs)
    return tl::unexpected(inputs.error());
  if (auto fine = check_all_sinks(*inputs, ports, result.diagnostics); !fine)
    return fine;
  auto found = live_records(*inputs, "", ports);
  if (!found)
    return tl::unexpected(found.error());
  const auto all = deliveries(std::move(found->records), *inputs);
  tokens::Custody custody({ports.files, ports.processes, ports.out}, deliveries_of(*inputs));
  keep_out_of_git(inputs->project(), ports.files);
  custody.begin(token_sinks(inputs->project()));
  std::vector<base::Result<void>> results;
  std::vector<tokens::Account> accounts = previous_accounts(inputs->settings());
  accounts.push_back(tokens::account_of(binding_of(*inputs)));
  for (const tokens::Account& account : accounts)
    results.push_back(custody.sweep(account, inputs->settings().stack, found->alive));
  for (base::Result<void>& each : custody.deliver(all))
    results.push_back(std::move(each));
  results.push_back(custody.finish());
  for (const auto& done : results)
    if (!done)
      return stop(done.error());
  result.published = all.size();
  return std::monostate{};
}

} // namespace

SyncResult sync_tokens(const SyncRequest& request, const Ports& ports) {
  SyncResult result;
  if (auto done = run(request, ports, result); !done)
    result.failure = done.error().failure;
  return result;
}

} // namespace cerec::operations
