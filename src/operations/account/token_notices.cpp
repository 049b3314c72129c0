#include "operations/account/token_notices.hpp"

#include "cerec/base/text.hpp"
#include "operations/inputs/sinks.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::operations {
namespace {

struct Kept {
  size_t tokens = 0;
  std::string file; ///< the first that holds some
};

/// One stack name may stand for instances of several organizations: their tokens are no news here.
bool is_of(const tokens::TokenRecord& record, const std::string& stack, const tokens::Account& here) {
  const tokens::Account& account = record.account;
  return record.stack == stack &&
         (!account.known() || (account.url == here.url && account.organization == here.organization));
}

/// Of this stack, in the project's token files. One that cannot be read holds none here: who needs it says
/// so.
Kept kept_tokens(const Inputs& inputs, const Ports& ports) {
  const tokens::Account here = tokens::account_of(binding_of(inputs));
  Kept kept;
  for (const model::SinkSpec& sink : token_sinks(inputs.project())) {
    if (sink.type != "file")
      continue;
    const auto records = tokens::read_file_sink(sink, ports.files);
    if (!records)
      continue;
    const auto of_stack = std::count_if(records->begin(), records->end(), [&](const auto& record) {
      return is_of(record, inputs.settings().stack, here);
    });
    if (of_stack > 0 && kept.file.empty())
      kept.file = sink.settings.at("path").front();
    kept.tokens += static_cast<size_t>(of_stack);
  }
  return kept;
}

} // namespace

std::vector<tokens::Claim> claims_of(const Inputs& inputs) {
  const std::vector<model::SinkSpec> defaults = token_sinks(inputs.project());
  std::vector<tokens::Claim> claims;
  for (const model::DesiredInstance& desired : inputs.desired) {
    tokens::Claim claim;
    claim.record.address = desired.address;
    claim.record.stack = inputs.settings().stack;
    claim.record.name = desired.name;
    claim.sinks = desired.sinks.empty() ? defaults : desired.sinks;
    claim.origin = desired.origin;
    claims.push_back(std::move(claim));
  }
  return claims;
}

tokens::Custody::Memory deliveries_of(const Inputs& inputs) {
  tokens::Custody::Memory memory;
  memory.path = inputs.project().state_path("deliveries.json");
  memory.key = &*inputs.key;
  memory.allowed = [trust = inputs.project().trust](const model::SinkSpec& sink) {
    base::Diagnostics unseen;
    return examine_sinks({sink}, trust, unseen);
  };
  return memory;
}

void count_owed_tokens(const Inputs& inputs, const Ports& ports, model::Plan& plan,
                       base::Diagnostics& diagnostics) {
  tokens::Custody::Memory memory = deliveries_of(inputs);
  if (!ports.files.status(memory.path) && !ports.files.status(memory.path + ".journal"))
    return;
  tokens::Custody custody({ports.files, ports.processes, ports.out}, std::move(memory));
  std::set<model::Address> kept;
  for (const model::Change& change : plan.changes)
    if (change.kind == model::ChangeKind::keep && !change.refused())
      kept.insert(change.address);
  for (tokens::Claim& claim : claims_of(inputs)) {
    claim.record.account = tokens::account_of(plan.binding);
    const bool outstanding = kept.count(claim.record.address) != 0 &&
                             custody.is_outstanding({claim.record, claim.sinks, tokens::Occasion::kept});
    plan.owed_tokens += outstanding ? 1 : 0;
  }
  if (plan.owed_tokens > 0)
    diagnostics.warning(
        "owed-tokens", {},
        fmt::format("{} still owed to a sink, after a delivery that failed or never ended",
                    plan.owed_tokens == 1 ? "1 token is" : fmt::format("{} tokens are", plan.owed_tokens)),
        "`cerec apply` delivers what is owed");
}

void warn_of_kept_tokens(const Inputs& inputs, const Ports& ports, const model::Listing& listing,
                         base::Diagnostics& diagnostics) {
  const std::string& stack = inputs.settings().stack;
  if (std::any_of(listing.instances.begin(), listing.instances.end(),
                  [&](const auto& live) { return live.ownership.stack == stack; }))
    return;
  const Kept kept = kept_tokens(inputs, ports);
  if (kept.tokens == 0)
    return;
  diagnostics.warning("tokens-without-instances", {},
                      fmt::format("{} holds {} of the stack {}, and the listing shows no instance of it",
                                  base::visible(kept.file),
                                  kept.tokens == 1 ? "a token" : fmt::format("{} tokens", kept.tokens),
                                  stack),
                      "a listing shows the instances of one user: is this another user's secret? Then a "
                      "create makes a second "
                      "instance (docs/guarantees.md, \"One user\")");
}

} // namespace cerec::operations
