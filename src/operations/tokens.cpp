#include "cerec/operations/tokens.hpp"

#include "cerec/base/text.hpp"
#include "operations/account/token_records.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace cerec::operations {
namespace {

using tokens::Records;
using tokens::TokenRecord;

/// From the token files, unless the service is to be asked or nothing there fits.
Step<std::monostate> find_records(const TokensRequest& request, const std::string& wanted, const Ports& ports,
                                  TokensResult& result) {
  if (!request.live) {
    base::KnownSecrets known;
    config::Configuration configuration =
        config::begin(request.workspace, setting_ports(ports), result.diagnostics);
    result.trust = configuration.project.trust;
    configuration.fine =
        examine_manifests(configuration.project, {}, result.diagnostics) && configuration.fine;
    if (auto valid = require_valid(result.diagnostics); !valid)
      return valid;
    // Without the account's secrets less is known, not nothing: what is missing is no fault here.
    base::Diagnostics unseen;
    config::finish(configuration, request.workspace, setting_ports(ports), known, unseen);
    auto kept = kept_records(configuration, ports.files);
    if (!kept)
      return tl::unexpected(kept.error());
    result.records = std::move(kept->ours);
    result.of_other_accounts = kept->of_other_accounts;
    if (wanted.empty() || std::any_of(result.records.begin(), result.records.end(),
                                      [&](const TokenRecord& each) { return is_named(wanted, each); }))
      return std::monostate{};
  }
  result.of_other_accounts = 0;
  result.diagnostics = {}; // they would be reported twice
  auto inputs = gather(request, {Needs::nothing}, ports, result);
  if (!inputs)
    return tl::unexpected(inputs.error());
  auto found = live_records(*inputs, wanted, ports);
  if (!found)
    return tl::unexpected(found.error());
  result.records = std::move(found->records);
  result.asked = true;
  return std::monostate{};
}

/// The one record that `name` stands for.
Step<TokenRecord> the_one(const Records& records, const std::string& name) {
  std::vector<const TokenRecord*> found;
  for (const TokenRecord& record : records)
    if (is_named(name, record))
      found.push_back(&record);
  if (found.empty())
    return stop_usage(fmt::format("no token of `{}`", base::visible(name)),
                      "`cerec token list` names what is kept");
  const TokenRecord& record = *found.front();
  for (const TokenRecord* other : found)
    if (other->address != record.address || !same_identity(*other, record))
      return stop_usage(
          fmt::format("`{}` names several instances: {} and {}", base::visible(name),
                      base::visible(record.owner_text()), base::visible(other->owner_text())),
          "use an address such as gooddata/analytics-prod, or --stack, --environment or --api-url");
  if (record.token.empty())
    return stop({base::FailureKind::error, "the service returned no token", ""});
  return record;
}

} // namespace

TokensResult list_tokens(const TokensRequest& request, const Ports& ports) {
  TokensResult result;
  if (auto done = find_records(request, "", ports, result); !done)
    result.failure = done.error().failure;
  std::sort(result.records.begin(), result.records.end(), [](const TokenRecord& a, const TokenRecord& b) {
    return std::tie(a.address, a.stack, a.account) < std::tie(b.address, b.stack, b.account);
  });
  return result;
}

TokenResult get_token(const TokensRequest& request, const std::string& name, const Ports& ports) {
  TokenResult result;
  TokensResult found;
  const auto done = find_records(request, name, ports, found);
  static_cast<Ended&>(result) = found;
  result.asked = found.asked;
  if (!done) {
    result.failure = done.error().failure;
    return result;
  }
  auto one = the_one(found.records, name);
  if (one)
    result.record = std::move(*one);
  else
    result.failure = one.error().failure;
  return result;
}

} // namespace cerec::operations
